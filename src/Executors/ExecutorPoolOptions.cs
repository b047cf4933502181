namespace Granary.Executors;

/// <summary>One executor pool; section <c>Executors:Pools:&lt;name&gt;</c>. Every change needs a restart.</summary>
public sealed record ExecutorPoolOptions
{
    /// <summary>Where tasks run: <c>inline</c> or <c>thread</c> (default).</summary>
    public string Kind { get; set; } = ExecutorKinds.Thread;

    /// <summary>Tasks at once: 1 to 256. Default: 40 for <c>thread</c>, the number of cores for <c>inline</c>.</summary>
    public int? MaxWorkers { get; set; }

    /// <summary>Tasks with a place, queued and running: 1 to 100 000, default 100.</summary>
    public int MaxPending { get; set; } = 100;

    /// <summary>What happens to a task that finds no place: <c>wait</c> (default), <c>fail</c> or <c>timed</c>.</summary>
    public string Overflow { get; set; } = ExecutorOverflows.Wait;

    /// <summary>Longest wait for a place with <c>timed</c>: 1 ms to 1 h, default 30 s.</summary>
    public TimeSpan OverflowTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Callers that may wait for a place; one more is refused at once: 0 to 100 000, default 1 000.</summary>
    public int MaxWaiters { get; set; } = 1000;

    /// <summary>Time that tasks get to finish when the pool stops, before they are cancelled: 0 to 10 min, default 30 s.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time that cancelled work gets to end when the pool stops, before it is abandoned: 0 to 10 min, default 2 s.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(2);
}
