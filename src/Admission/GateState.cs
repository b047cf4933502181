namespace Granary.Admission;

/// <summary>Whether an endpoint may be called at all.</summary>
public enum GateState
{
    /// <summary>Calls go out.</summary>
    Open,
}
