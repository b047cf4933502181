namespace Granary.Executors;

/// <summary>
/// One executor pool; section <c>Executors:Pools:&lt;name&gt;</c>. <c>MaxPending</c>, <c>MaxWaiters</c>, the overflow, time-outs, grace, recycling,
/// memory limits and <c>WhenUnhealthy</c> may change at run time; every other change needs a restart.
/// </summary>
public sealed record ExecutorPoolOptions
{
    /// <summary>Where tasks run: <c>inline</c>, <c>thread</c>, <c>process</c> (default) or <c>remote</c>.</summary>
    public string Kind { get; set; } = ExecutorKinds.Process;

    /// <summary>What the workers of <c>process</c> and <c>remote</c> run: <c>dotnet</c> (default) or <c>python</c>.</summary>
    public string Runtime { get; set; } = ExecutorRuntimes.DotNet;

    /// <summary>Workers at most: 1 to 256. Default: 40 for <c>thread</c>, else the number of cores.</summary>
    public int? MaxWorkers { get; set; }

    /// <summary>Workers kept without work: 0 to <c>MaxWorkers</c>. Default: <c>MaxWorkers</c>, a pool of fixed size.</summary>
    public int? MinWorkers { get; set; }

    /// <summary>After this time without work a worker above <c>MinWorkers</c> ends: 1 s to 24 h, default 5 min.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Tasks at once in one worker, sharing its preloaded data: 1 to 64, default 1.</summary>
    public int LanesPerWorker { get; set; } = 1;

    /// <summary>Tasks with a place, queued and running: 1 to 100 000, default 100.</summary>
    public int MaxPending { get; set; } = 100;

    /// <summary>What happens to a task that finds no place: <c>wait</c> (default), <c>fail</c> or <c>timed</c>.</summary>
    public string Overflow { get; set; } = ExecutorOverflows.Wait;

    /// <summary>Longest wait for a place with <c>timed</c>: 1 ms to 1 h, default 30 s.</summary>
    public TimeSpan OverflowTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Callers that may wait for a place; one more is refused at once: 0 to 100 000, default 1 000.</summary>
    public int MaxWaiters { get; set; } = 1000;

    /// <summary>Longest run of a task on a lane, cut further by its caller's deadline: 1 ms to 24 h. Default: none.</summary>
    public TimeSpan? TaskTimeout { get; set; }

    /// <summary>Time a cancelled task gets to end before its worker is killed or its thread abandoned: 0 to 10 min, default 2 s.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Time the other lanes of a worker that must be killed get to finish: 0 to 10 min, default 10 s.</summary>
    public TimeSpan LaneDrain { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Tasks a worker takes before it is replaced: 0 to 1 000 000 000, default 0 = any number.</summary>
    public int RecycleAfterTasks { get; set; }

    /// <summary>Resident bytes above which a worker finishes what it has and is replaced; default 0 = off, otherwise at least 1 MiB.</summary>
    public long RecycleAboveMemory { get; set; }

    /// <summary>Resident bytes above which a worker is killed at once; default 0 = off, otherwise at least 1 MiB.</summary>
    public long KillAboveMemory { get; set; }

    /// <summary>Time a worker gets from the start of its process until it is ready, preload included: 100 ms to 1 h, default 30 s.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time that tasks get to finish when the pool stops, before they are cancelled: 0 to 10 min, default 30 s.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a worker is asked whether it lives: 100 ms to 10 min, default 5 s.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A worker silent for this long gets no new tasks, and is replaced if it has none: longer than <c>Heartbeat</c>, to 1 h; default 15 s.</summary>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>What happens to tasks while no worker can be had: <c>fail</c> (default), or <c>wait</c> as in a full pool.</summary>
    public string WhenUnhealthy { get; set; } = ExecutorUnhealthyRules.Fail;

    /// <summary>Largest argument and result in bytes, each: 1 KiB to 256 MiB, default 64 MiB.</summary>
    public int MaxPayload { get; set; } = 64 * 1024 * 1024;

    /// <summary>Order of tasks: <c>fifo</c> (default), <c>priority</c>, <c>affinity</c>, <c>stealing</c> or <c>stealing+priority</c>.</summary>
    public string Order { get; set; } = ExecutorOrders.Fifo;

    /// <summary>With an order by priority, the longest wait of a priority level's oldest task while lanes take others: 100 ms to 1 h, default 5 s.</summary>
    public TimeSpan AgingBound { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Run tasks inline instead. <c>GRANARY_EXECUTOR_BYPASS</c> does the same: <c>1</c> for all pools, or a list of names.</summary>
    public bool Bypass { get; set; }

    /// <summary>With bypass, fail what another process could not take: arguments and results are written to see whether they can be. Default true.</summary>
    public bool BypassChecksSerialization { get; set; } = true;

    /// <summary>.NET workers: name of the preload hook that runs once per worker before it is ready. Default: none.</summary>
    public string? Initializer { get; set; }

    /// <summary>Arguments of the hook. A value that reads as a JSON number, true, false, null, object or array counts as that, else as text.</summary>
    public Dictionary<string, string> InitializerArguments { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Files whose change replaces the workers one by one, new before old.</summary>
    public List<string> PreloadFiles { get; init; } = [];

    /// <summary>Priority of worker processes: <c>normal</c>, <c>below_normal</c> (default) or <c>idle</c>.</summary>
    public string Priority { get; set; } = ExecutorPriorities.BelowNormal;

    /// <summary>CPUs that worker processes may use, from 0: numbers and ranges, such as <c>0,2-3</c>; numbers below 64. Default: all.</summary>
    public string? CpuList { get; set; }

    /// <summary>Variables that workers get beside the few they inherit.</summary>
    public Dictionary<string, string> Environment { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The process is not ready before this pool is.</summary>
    public bool Required { get; set; }

    /// <summary>Label, <c>key=value</c>, of the silos a <c>remote</c> pool runs on.</summary>
    public string? Label { get; set; }

    /// <summary>What Python workers run.</summary>
    public ExecutorPythonOptions Python { get; init; } = new();
}
