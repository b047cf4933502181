using System.Collections.Immutable;
using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>What a run keeps. Written with its ETag before anything that depends on it is answered.</summary>
[GenerateSerializer, Alias("granary.RunGrainState")]
internal sealed class RunGrainState
{
    /// <summary>The document's name.</summary>
    [Id(0)]
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the canonical document, hex.</summary>
    [Id(1)]
    public string Fingerprint { get; set; } = "";

    /// <summary>Rows per group.</summary>
    [Id(2)]
    public int RowGroupSize { get; set; }

    /// <summary>What was asked for: first with the submission, then by extending.</summary>
    [Id(3)]
    public List<RunSegment> Segments { get; set; } = [];

    /// <summary>When it was submitted.</summary>
    [Id(4)]
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Where it stands.</summary>
    [Id(5)]
    public RunState State { get; set; }

    /// <summary>Outcome of a completed run.</summary>
    [Id(6)]
    public string? Outcome { get; set; }

    /// <summary>Why it is paused, cancelled or failed.</summary>
    [Id(7)]
    public string? Reason { get; set; }

    /// <summary>When this state began.</summary>
    [Id(8)]
    public DateTimeOffset Since { get; set; }

    /// <summary>Rises with every activation of an active run and every resume.</summary>
    [Id(9)]
    public int Epoch { get; set; }

    /// <summary>The aliases answered once; a resume does not ask again.</summary>
    [Id(10)]
    public bool PreflightPassed { get; set; }

    /// <summary>When it first ran: the start of its deadline.</summary>
    [Id(11)]
    public DateTimeOffset? RunningSince { get; set; }

    /// <summary>First cause of an early shutdown; null while there is none.</summary>
    [Id(12)]
    public string? ShutdownCause { get; set; }

    /// <summary>Sealed groups, by number.</summary>
    [Id(13)]
    public List<SealedGroup> Sealed { get; set; } = [];

    /// <summary>Everything counted of the sealed groups.</summary>
    [Id(14)]
    public RowGroupTotals? SealedTotals { get; set; }

    /// <summary>Last known counts of groups that are begun and not sealed, by number; as old as the last write.</summary>
    [Id(15)]
    public Dictionary<long, RowGroupTotals> OpenTotals { get; set; } = [];

    /// <summary>States it went through, oldest first; at most the last 100.</summary>
    [Id(16)]
    public List<RunStateEntry> History { get; set; } = [];

    /// <summary>What the written columns look like, over all sealed groups.</summary>
    [Id(17)]
    public ImmutableArray<RowGroupColumnProfile> Profile { get; set; } = [];

    /// <summary>Groups whose part was lost after it had been profiled: what is made in its place is not counted a second time.</summary>
    [Id(18)]
    public List<long> ProfiledLost { get; set; } = [];

    /// <summary>Limits that a resume put in place of the document's; null: none.</summary>
    [Id(19)]
    public RunLimitChange? Limits { get; set; }

    /// <summary>When the processors of the whole result were started last; null: never, or a resume makes them start anew.</summary>
    [Id(20)]
    public DateTimeOffset? ProcessingStarted { get; set; }

    /// <summary>When they had finished.</summary>
    [Id(21)]
    public DateTimeOffset? ProcessingCompleted { get; set; }

    /// <summary>What they made of the parts; null before.</summary>
    [Id(22)]
    public RunPart? Processed { get; set; }

    /// <summary>Re-entries out of the retry budget, by row group that is not sealed.</summary>
    [Id(23)]
    public Dictionary<long, long> Retries { get; set; } = [];

    /// <summary>Those of sealed row groups.</summary>
    [Id(24)]
    public long RetriesOfSealed { get; set; }
}
