using System.Collections.Immutable;
using Granary.Abstractions.Models;
using Granary.Grains.Runs.Processors;
using Granary.Grains.Seeds;
using Granary.Scheduling.Columns;

namespace Granary.Grains.Runs.Documents;

/// <summary>
/// A run document in executable form: validated whole, templates and expressions compiled. Immutable and thread-safe, so that every row group
/// of a process shares one.
/// </summary>
internal sealed class CompiledRun
{
    /// <summary>Names the artifact.</summary>
    public required string Name { get; init; }

    /// <summary>Rows to make, 1 to 10⁹.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows of one group, 1 to 100,000.</summary>
    public required int RowGroupSize { get; init; }

    /// <summary>Groups open at once.</summary>
    public required RunWindow Window { get; init; }

    /// <summary><c>interactive</c>, <c>standard</c> or <c>bulk</c>.</summary>
    public required string Band { get; init; }

    /// <summary>Decides every sampled value and the order of a shuffled dataset.</summary>
    public required ulong RandomSeed { get; init; }

    /// <summary>SHA-256, lower-case hexadecimal, of what decides the values: the canonical document without scheduling fields.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Columns in document order; <see cref="CompiledColumn.Index"/> is the place here.</summary>
    public required ImmutableArray<CompiledColumn> Columns { get; init; }

    /// <summary>Which column needs which, by index; <see cref="ColumnGraph.Order"/> is the order they are made in.</summary>
    public required ColumnGraph Graph { get; init; }

    /// <summary>What works on whole row groups and on the result.</summary>
    public RunProcessors Processors { get; init; } = RunProcessors.None;

    /// <summary>All that a dispatcher may get tasks of, by <see cref="CompiledColumn.Index"/>: the columns, and behind them the processors of row groups.</summary>
    public ImmutableArray<CompiledColumn> Works => Processors is { PreBatch: null, PostBatch: null }
        ? Columns
        : [.. Columns, .. ((CompiledColumn?[])[Processors.PreBatch, Processors.PostBatch]).OfType<CompiledColumn>()];

    /// <summary>How the result is written.</summary>
    public required RunOutput Output { get; init; }

    /// <summary>How the parts are written: as the result is, unless it is made of them; then nothing may get lost on the way.</summary>
    public RunOutput PartOutput => Processors.After is null ? Output : Output with { Format = "jsonl" };

    /// <summary>Bounds of the whole run.</summary>
    public required RunLimits Limits { get; init; }

    /// <summary>What happens to cells that fail.</summary>
    public required RunRetry Retry { get; init; }

    /// <summary>When a run that mostly fails stops early.</summary>
    public required RunShutdown Shutdown { get; init; }

    /// <summary>Try every alias once before the first task.</summary>
    public required bool Preflight { get; init; }

    /// <summary>Prices of the aliases it calls, as the provider document gives them now; those without one are left out.</summary>
    public required ImmutableSortedDictionary<string, ModelPrice> Prices { get; init; }

    /// <summary>The document's labels, at most 16.</summary>
    public required ImmutableSortedDictionary<string, string> Labels { get; init; }

    /// <summary>Which events are kept: <c>none</c>, <c>jobs</c> or <c>all</c>.</summary>
    public string Events { get; init; } = "jobs";

    /// <summary><c>never</c>, <c>always</c> or <c>ifPossible</c>.</summary>
    public required string Resume { get; init; }

    /// <summary>Exactly <see cref="Rows"/> good rows are wanted, and so many times as many may be tried, 1 to 100; null: dropped rows are missing.</summary>
    public double? Survivors { get; init; }

    /// <summary>The seed dataset, or null.</summary>
    public ISeedDataset? Seed { get; init; }

    /// <summary>
    /// The document as JSON with the submission's overrides in it, fields in the order they were written: compiling this again as
    /// <c>json</c> gives the same run. The form to store and to show.
    /// </summary>
    public required string CanonicalDocument { get; init; }
}
