using System.Collections.Immutable;
using System.Text.Json;
using Granary.Abstractions.Executors;
using Granary.Executors;

namespace Granary.Grains.Executors;

/// <summary>The pools of this process as administrators see and change them.</summary>
internal sealed class PoolAdministration(IExecutorPools pools) : IExecutorAdministration
{
    public IReadOnlyList<ExecutorPoolView> Pools() => [.. pools.Snapshot().Select(View)];

    public ExecutorPoolView? Pool(string name) => pools.Find(name) is { } pool ? View(pool.Snapshot()) : null;

    public IReadOnlyDictionary<string, string?> OptionsOf(string name) => ExecutorPoolText.Of(pools.OptionsOf(name));

    public Task<bool> ReloadAsync(string name, CancellationToken cancellationToken) => pools.Get(name).ReloadAsync(cancellationToken);

    public void PauseLane(string name, int lane, string? reason)
    {
        var pool = pools.Get(name);
        if (reason is null)
        {
            pool.ResumeLane(lane);
        }
        else
        {
            pool.PauseLane(lane, reason);
        }
    }

    public ExecutorPoolChangeResult Change(string name, IReadOnlyDictionary<string, string> settings)
    {
        var pool = pools.Get(name);
        var (wanted, errors) = ExecutorPoolText.With(pools.OptionsOf(name), settings);
        if (errors.Count > 0)
        {
            return new ExecutorPoolChangeResult([], [.. errors]);
        }

        try
        {
            return new ExecutorPoolChangeResult([.. pool.Change(wanted)], []);
        }
        catch (ArgumentException error)
        {
            return new ExecutorPoolChangeResult([], [error.Message]);
        }
    }

    private ExecutorPoolView View(ExecutorPoolSnapshot pool)
    {
        var ended = pool.Completed + pool.Failed + pool.Cancelled;
        return new ExecutorPoolView(
            pool.Name,
            Word(pool.Kind),
            pools.OptionsOf(pool.Name).Required,
            pool.IsBypassed,
            Word(pool.State),
            pool.LastStartError,
            pool.Lanes,
            pool.Pending,
            pool.Queued,
            pool.Running,
            pool.Waiting,
            pool.Stopping,
            pool.Abandoned,
            pool.Submitted,
            pool.Completed,
            pool.Failed,
            pool.Cancelled,
            pool.Rejected,
            pool.Restarts,
            Mean(pool.RunTime, ended),
            Mean(pool.WaitTime, pool.Started),
            [.. pool.Workers.Select(static worker => new ExecutorWorkerEntry(
                worker.Number,
                Word(worker.State),
                worker.ProcessId,
                worker.FirstLane,
                worker.Lanes,
                worker.Running,
                worker.Tasks,
                worker.ResidentBytes,
                (long)worker.Uptime.TotalMilliseconds))],
            [.. pool.SpecialLanes.Select(static lane => new ExecutorLaneEntry(lane.Number, lane.PausedFor, lane.Stopping))],
            pools.Find(pool.Name)?.Handlers is { } handlers ? [.. handlers.Select(static handler => handler.Name)] : null);
    }

    // Microseconds matter here: a task of a thread pool takes some thirty of them.
    private static double? Mean(TimeSpan sum, long count) => count == 0 ? null : Math.Round(sum.TotalMilliseconds / count, 3);

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
