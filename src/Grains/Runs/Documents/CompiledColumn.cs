using System.Collections.Immutable;
using Granary.Grains.Runs.Processors;
using Granary.Grains.Steps;
using Granary.Scheduling.Tasks;

namespace Granary.Grains.Runs.Documents;

/// <summary>One column in executable form. Immutable and thread-safe.</summary>
internal sealed class CompiledColumn
{
    /// <summary>Place in <see cref="CompiledRun.Columns"/>, which is document order.</summary>
    public required int Index { get; init; }

    /// <summary>Unique in the run.</summary>
    public required string Name { get; init; }

    /// <summary>Step kind: <c>sampler</c>, <c>llm-text</c> …</summary>
    public required string Kind { get; init; }

    /// <summary>Columns that must be ready first, ascending, without doubles. A side column counts as its producer.</summary>
    public required ImmutableArray<int> Upstream { get; init; }

    /// <summary>The value costs money or could differ on another try, so it is kept durably before it counts; false: it is made again, equal.</summary>
    public required bool Logged { get; init; }

    /// <summary>The step never waits for anything outside the process: it completes synchronously and needs no permit.</summary>
    public required bool Local { get; init; }

    /// <summary>Made for all live rows of a row group at once.</summary>
    public bool IsBatch { get; init; }

    /// <summary>It is no column but the processors of that stage, dispatched like one; null: a column.</summary>
    public ProcessorStage? Stage { get; init; }

    /// <summary>What its tasks make.</summary>
    public TaskType TaskType => Stage switch
    {
        ProcessorStage.PreBatch => TaskType.PreBatchProcessor,
        ProcessorStage.PostBatch => TaskType.PostBatchProcessor,
        _ => IsBatch ? TaskType.Batch : TaskType.Cell,
    };

    /// <summary>Used by others, but not written to the result.</summary>
    public required bool Drop { get; init; }

    /// <summary>When and how the cell is left out; null: never.</summary>
    public SkipRule? Skip { get; init; }

    /// <summary>Makes the cell.</summary>
    public required IColumnStep Step { get; init; }

    /// <summary>The model alias the step calls, or null.</summary>
    public string? Alias { get; init; }

    /// <summary>Columns written beside this one: <c>name__reasoning</c>, <c>name__trace</c>, <c>name__usage</c>; the keys of <see cref="StepOutcome.Side"/>.</summary>
    public required ImmutableArray<string> SideColumns { get; init; }
}
