namespace Granary.Scheduling.Leases;

/// <summary>How a fair part that is no whole number is rounded.</summary>
public enum ShareRounding
{
    /// <summary>Up.</summary>
    Ceil,

    /// <summary>Down, but never below 1.</summary>
    Floor,
}
