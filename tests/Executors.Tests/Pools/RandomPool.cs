using Granary.Executors.Pools;

namespace Granary.Executors.Tests.Pools;

/// <summary>A pool of random options under random commands, checked after each.</summary>
internal sealed class RandomPool
{
    private static readonly string[] Kinds = ["inline", "thread", "process", "process"];
    private readonly int _seed;
    private readonly Random _random;
    private readonly ScriptedPool _pool;
    private readonly List<ScriptedTask> _tasks = [];
    private readonly int _maxPending;
    private readonly int _lanes;

    public RandomPool(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        var workers = _random.Next(1, 4);
        var options = new ExecutorPoolOptions
        {
            Kind = Kinds[_random.Next(Kinds.Length)],
            MaxWorkers = workers,
            MinWorkers = _random.Next(workers + 1),
            LanesPerWorker = _random.Next(1, 4),
            MaxPending = _random.Next(1, 8),
            MaxWaiters = _random.Next(4),
            Overflow = new[] { "wait", "fail", "timed" }[_random.Next(3)],
            OverflowTimeout = TimeSpan.FromSeconds(1),
            TaskTimeout = _random.Next(2) == 0 ? null : TimeSpan.FromSeconds(3),
            RecycleAfterTasks = _random.Next(3) == 0 ? _random.Next(1, 12) : 0,
            Order = Granary.Executors.Dispatch.DispatchStrategies.ByName.Keys.Order(StringComparer.Ordinal).ElementAt(_random.Next(5)),
            WhenUnhealthy = _random.Next(2) == 0 ? "fail" : "wait",
            IdleAfter = TimeSpan.FromSeconds(5),
        };
        _maxPending = options.MaxPending;
        _lanes = workers * options.LanesPerWorker;
        _pool = new ScriptedPool(options);
    }

    public void Run()
    {
        for (var step = 0; step < 200; step++)
        {
            Step(step);
            Check();
        }

        Finish();
    }

    private void Step(int step)
    {
        switch (_random.Next(12))
        {
            case 0 or 1 or 2:
                _tasks.Add(_pool.Submit(
                    $"{step}", _random.Next(3) == 0 ? _random.Next(_lanes) : -1, _random.Next(2) == 0, _random.Next(4) == 0 ? TimeSpan.FromSeconds(_random.Next(1, 5)) : null));
                break;
            case 3 or 4 or 5 when One(_tasks.Where(static task => Runs(task))) is { } task:
                if (_random.Next(4) == 0)
                {
                    _pool.Fail(task);
                }
                else
                {
                    _pool.Finish(task);
                }

                break;
            case 6 when One(_tasks) is { } task:
                _pool.Cancel(task);
                break;
            case 7 when _pool.Starting.Count > 0:
                _pool.Ready();
                break;
            case 8 when One(_pool.Alive) is { } worker:
                if (_random.Next(3) == 0)
                {
                    _pool.Gone(worker);
                }
                else
                {
                    Touch(worker);
                }

                break;
            case 9 when One(_pool.Killed.Concat(_pool.Ended).Where(_pool.Alive.Contains)) is { } worker:
                _pool.Gone(worker);
                break;
            case 10:
                _pool.Apply(effects => _pool.Controller.Reload(_pool.Now, effects));
                break;
            default:
                _pool.Advance(TimeSpan.FromMilliseconds(_random.Next(1500)));
                break;
        }
    }

    private void Touch(PoolWorker worker) => _pool.Apply(effects =>
    {
        switch (_random.Next(4))
        {
            case 0:
                _pool.Controller.WorkerSilent(worker, _pool.Now, effects);
                break;
            case 1:
                _pool.Controller.WorkerHeard(worker, _pool.Now, effects);
                break;
            case 2:
                _pool.Controller.WorkerFailed(worker, "broken", _pool.Now, effects);
                break;
            default:
                _pool.Controller.Pause(_random.Next(_lanes), _random.Next(2) == 0 ? "pause" : null, _pool.Now, effects);
                break;
        }
    });

    private void Check()
    {
        var seen = _pool.Controller.Snapshot(_pool.Now, static _ => null);
        Assert.True(seen.Submitted == seen.Completed + seen.Failed + seen.Cancelled + seen.Pending, $"seed {_seed}: {seen}");
        Assert.True(seen.Pending <= _maxPending, $"seed {_seed}: {seen}");
        Assert.True(_tasks.TrueForAll(static task => task.Settled <= 1 && task.Starts <= (task.MayRepeat ? 2 : 1)), $"seed {_seed}: {string.Join(';', _tasks)}");
        Assert.True(_tasks.TrueForAll(static task => task.Settled == 1 == task.State is PoolTaskState.Ended or PoolTaskState.Stopping || task.State == PoolTaskState.New), $"seed {_seed}");
        Assert.Equal(_tasks.Count(static task => task.State == PoolTaskState.Running), seen.Running);
        Assert.Equal(_tasks.Count(static task => task.State == PoolTaskState.Queued), seen.Queued);
        Assert.Equal(_tasks.Count(static task => task.State == PoolTaskState.Waiting), seen.Waiting);
        Assert.Equal(_tasks.Count(static task => task.State == PoolTaskState.Stopping), seen.Stopping);
        Assert.Equal(_tasks.Count(static task => task.IsAbandoned), seen.Abandoned);
        var lanes = _tasks.Where(static task => task.State is PoolTaskState.Running or PoolTaskState.Stopping).Select(static task => task.Lane).ToList();
        Assert.True(lanes.Count == lanes.Distinct().Count(), $"seed {_seed}: {string.Join(';', _tasks)}");
    }

    /// <summary>Whatever happened, a stop ends it: nothing stays behind.</summary>
    private void Finish()
    {
        _pool.Apply(_pool.Controller.Stop);
        _pool.Apply(effects => _pool.Controller.GiveUpAll(running: true, _pool.Now, effects));
        _pool.Apply(effects => _pool.Controller.EndWorkers(kill: true, _pool.Now, effects));
        foreach (var worker in _pool.Alive.ToList())
        {
            _pool.Gone(worker);
        }

        foreach (var task in _tasks.Where(Runs).ToList())
        {
            _pool.Finish(task);
        }

        Check();
        Assert.True(_pool.Controller.IsIdle && _pool.Controller.HasNoWorkers, $"seed {_seed}");
        Assert.All(_tasks, static task => Assert.Equal((PoolTaskState.Ended, 1), (task.State, task.Settled)));
        Assert.True(_pool.Controller.State == ExecutorPoolState.Stopped, $"seed {_seed}: {_pool.Controller.State}");
    }

    private static bool Runs(ScriptedTask task) => task.State is PoolTaskState.Running or PoolTaskState.Stopping || task.IsAbandoned;

    private T? One<T>(IEnumerable<T> candidates)
        where T : class
    {
        var all = candidates.ToList();
        return all.Count == 0 ? null : all[_random.Next(all.Count)];
    }
}
