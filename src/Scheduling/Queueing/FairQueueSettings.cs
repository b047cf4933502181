namespace Granary.Scheduling.Queueing;

/// <summary>How a queue treats bands and memory. Immutable.</summary>
public sealed record FairQueueSettings
{
    /// <summary>A lower band that has waited four fifths of this goes first. Default 5 s.</summary>
    public TimeSpan AgingBound { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Tags kept of groups (per tenant) and of tenants (per band) that have no work. Default 65,536.</summary>
    public int MaxIdleTags { get; init; } = 65_536;
}
