using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>A state a run went into.</summary>
[GenerateSerializer, Alias("granary.RunStateEntry")]
internal sealed class RunStateEntry
{
    /// <summary>The state.</summary>
    [Id(0)]
    public RunState State { get; set; }

    /// <summary>When.</summary>
    [Id(1)]
    public DateTimeOffset At { get; set; }

    /// <summary>Why, where it was said.</summary>
    [Id(2)]
    public string? Reason { get; set; }
}
