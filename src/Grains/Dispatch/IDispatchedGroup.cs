using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Groups;

namespace Granary.Grains.Dispatch;

/// <summary>
/// The tasks of one row group at its silo's dispatcher. Thread-safe. Every task that was enqueued comes back exactly once: as a result, or from
/// <see cref="Withdraw"/>.
/// </summary>
internal interface IDispatchedGroup : IDisposable
{
    /// <summary>Ready tasks, in order.</summary>
    void Enqueue(IReadOnlyList<CellTask> tasks);

    /// <summary>Takes queued tasks back, those in flight not.</summary>
    IReadOnlyList<CellTask> Withdraw(Func<CellTask, bool> which);

    /// <summary>Cancels every task in flight; their results still come.</summary>
    void CancelInFlight();

    /// <summary>Tasks in flight by column index.</summary>
    int InFlight(int column);

    /// <summary>What holds the group's queued tasks back at this moment; null when nothing does.</summary>
    RunLimitedBy? Blocked { get; }

    /// <summary>The load that the run's window is judged by.</summary>
    /// <param name="deferred">Whether the group has deferred cells in the column of that index.</param>
    /// <param name="bytes">Bytes of the values the group holds.</param>
    RowGroupLoad Load(Func<int, bool> deferred, long bytes);
}
