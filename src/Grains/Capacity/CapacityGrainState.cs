namespace Granary.Grains.Capacity;

/// <summary>Durable state of a ledger.</summary>
[GenerateSerializer, Alias("granary.CapacityGrainState")]
internal sealed class CapacityGrainState
{
    /// <summary>The ledger's own state as JSON; null: never written. Kept as text so that its fields may come and go.</summary>
    [Id(0)]
    public string? Ledger { get; set; }

    /// <summary>When it was written; durations in it count from here.</summary>
    [Id(1)]
    public DateTimeOffset WrittenAt { get; set; }
}
