namespace Granary.Admission;

/// <summary>Whether an endpoint may be called at all.</summary>
public enum GateState
{
    /// <summary>Calls go out.</summary>
    Open,

    /// <summary>The provider is out of order; nothing goes out until the next probe.</summary>
    Outage,

    /// <summary>One call of the whole cluster is out to see whether the provider is back.</summary>
    Probing,

    /// <summary>Quota or billing: nothing goes out until the named time, or until an operator opens it.</summary>
    Closed,
}
