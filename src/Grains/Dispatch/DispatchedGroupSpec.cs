using System.Collections.Immutable;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Groups;
using Granary.Grains.Steps;

namespace Granary.Grains.Dispatch;

/// <summary>What a dispatcher must know of a row group.</summary>
/// <param name="RunId">Run.</param>
/// <param name="Group">Number of the row group.</param>
/// <param name="Tenant">Owner of the run.</param>
/// <param name="Band">Priority class.</param>
/// <param name="Run">Its columns and limits.</param>
/// <param name="Context">What steps get; the caller is completed with the column's name.</param>
/// <param name="Session">Number of the run's start or resume.</param>
/// <param name="Events">Which events are kept: <c>none</c>, <c>jobs</c>, <c>all</c>.</param>
/// <param name="OnResult">Takes each result; on any thread, must not block or throw.</param>
/// <param name="OnFault">Told when the group's work can never run; on any thread, must not block or throw.</param>
internal sealed record DispatchedGroupSpec(
    string RunId,
    long Group,
    string Tenant,
    string Band,
    CompiledRun Run,
    StepContext Context,
    int Session,
    string Events,
    Action<CellResult> OnResult,
    Action<RowGroupFault> OnFault)
{
    /// <summary>All that it may have tasks of, by index.</summary>
    public ImmutableArray<CompiledColumn> Works { get; } = Run.Works;
}
