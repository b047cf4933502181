namespace Granary.Admission.Gates;

/// <summary>What survives of a gate. Times are durations from the moment of writing.</summary>
public sealed record GateMemory
{
    /// <summary>State; a probe that was out counts as outage or closed with its wait over.</summary>
    public required GateState State { get; init; }

    /// <summary>Why.</summary>
    public GateCause Cause { get; init; }

    /// <summary>Seconds until the next probe.</summary>
    public double For { get; init; }

    /// <summary>Wait that the next failed probe doubles.</summary>
    public double Wait { get; init; }

    /// <summary>How long it has been in that state.</summary>
    public double SinceAgo { get; init; }

    /// <summary>The outage began with rate limits at limit 1.</summary>
    public bool Crowded { get; init; }
}
