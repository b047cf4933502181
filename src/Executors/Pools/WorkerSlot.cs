using System.Numerics;

namespace Granary.Executors.Pools;

/// <summary>
/// A worker's place in the pool: its lanes keep their numbers over all workers that come and go. Due: the next try to start one. Fields belong to the
/// controller.
/// </summary>
internal sealed class WorkerSlot : Timed
{
    private readonly PoolTask?[] _tasks;
    private readonly string?[] _pausedFor;
    private readonly ulong _all;
    private ulong _taken;
    private ulong _paused;

    public WorkerSlot(int number, int lanes)
    {
        Number = number;
        FirstLane = number * lanes;
        _tasks = new PoolTask?[lanes];
        _pausedFor = new string?[lanes];
        _all = lanes == 64 ? ulong.MaxValue : (1UL << lanes) - 1;
    }

    public int Number { get; }

    public int FirstLane { get; }

    public int Lanes => _tasks.Length;

    /// <summary>The worker that takes tasks, or will when it is ready.</summary>
    public PoolWorker? Current { get; set; }

    /// <summary>What replaces it while it still serves.</summary>
    public PoolWorker? Next { get; set; }

    /// <summary>Starts that failed in a row.</summary>
    public int Failures { get; set; }

    /// <summary>The last start failed.</summary>
    public bool IsFailing { get; set; }

    /// <summary>When a start last failed.</summary>
    public TimeSpan FailedAt { get; set; }

    /// <summary>Before this no start is tried.</summary>
    public TimeSpan RetryAt { get; set; }

    /// <summary>Place of this slot in the order of those with a free lane; null if it has none.</summary>
    public (int Running, int Number)? Rank { get; set; }

    /// <summary>Lanes that have no task and are not paused; whether a worker takes tasks is another question.</summary>
    public ulong Free => _all & ~_taken & ~_paused;

    /// <summary>Lanes with a task.</summary>
    public int Taken => BitOperations.PopCount(_taken);

    public PoolTask? TaskOn(int lane) => _tasks[lane - FirstLane];

    public string? PausedFor(int lane) => _pausedFor[lane - FirstLane];

    public bool IsFree(int lane) => (Free & Bit(lane)) != 0;

    public ulong Bit(int lane) => 1UL << (lane - FirstLane);

    /// <summary>The lowest free lane; there must be one.</summary>
    public int LowestFree() => FirstLane + BitOperations.TrailingZeroCount(Free);

    public void Take(int lane, PoolTask task)
    {
        _tasks[lane - FirstLane] = task;
        _taken |= Bit(lane);
    }

    public void Release(int lane)
    {
        _tasks[lane - FirstLane] = null;
        _taken &= ~Bit(lane);
    }

    public void Pause(int lane, string? reason)
    {
        _pausedFor[lane - FirstLane] = reason;
        _paused = reason is null ? _paused & ~Bit(lane) : _paused | Bit(lane);
    }

    public IEnumerable<PoolTask> Tasks() => _tasks.OfType<PoolTask>();
}
