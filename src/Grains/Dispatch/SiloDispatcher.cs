using Granary.Abstractions.Models;
using Granary.Abstractions.Runs;
using Granary.Admission;
using Granary.Grains.Events;
using Granary.Grains.Runs.Groups;
using Granary.Scheduling.Dispatch;
using Granary.Scheduling.Dispatch.Commands;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Queueing;
using Granary.Scheduling.Tasks;
using Granary.Scheduling.Windows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Dispatch;

/// <summary>
/// This silo's dispatcher: a shell around <see cref="DispatcherCore"/>. Every call applies its command under one lock, which ends in a complete
/// dispatch pass, and puts the effects into an outbox; whoever finds the outbox without a performer empties it, outside the lock and in order. So
/// no wake-up is lost, nothing is called while the lock is held, and effects never overtake each other. One timer wakes it when time alone can let
/// something run; an idle dispatcher does nothing at all. Thread-safe.
/// </summary>
internal sealed partial class SiloDispatcher : ITaskDispatcher, IHostedService, IDisposable
{
    private readonly Lock _gate = new();
    private readonly DispatcherCore _core;
    private readonly DispatchEffects _effects = new();
    private readonly Dictionary<(string Run, long Group), DispatchedGroup> _groups = [];
    private readonly Dictionary<string, DispatchedRunState> _runs = new(StringComparer.Ordinal);
    private readonly DispatchOutbox _outbox;
    private readonly IAliasDirectory _aliases;
    private readonly IRequestAdmission _admission;
    private readonly TimeProvider _time;
    private readonly ILogger<SiloDispatcher> _logger;
    private readonly int _modelGroupCap;
    private readonly EventStreams _events;
    private readonly RunEventFiles _files;
    private readonly DispatchEventLabels _labels;
    private readonly IDisposable _capacity;
    private readonly ITimer _wake;
    private double? _armed;
    private bool _disposed;

    public SiloDispatcher(
        IOptions<DispatchOptions> options,
        IAliasDirectory aliases,
        IRequestAdmission admission,
        IWorkerSpawner spawner,
        EventStreams events,
        RunEventFiles files,
        TimeProvider time,
        ILogger<SiloDispatcher> logger)
    {
        (_aliases, _admission, _events, _files, _time, _logger) = (aliases, admission, events, files, time, logger);
        var settings = new DispatcherSettings
        {
            Admission = options.Value.Admission,
            Queue = new FairQueueSettings { AgingBound = options.Value.AgingBound },
        };
        _modelGroupCap = settings.Admission.ModelGroupCap;
        var incarnation = (ulong)time.GetUtcNow().Ticks;
        _core = new DispatcherCore(settings, incarnation);
        _labels = new DispatchEventLabels(events.Silo, incarnation);
        _outbox = new DispatchOutbox(spawner, admission, events);
        _wake = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _capacity = admission.Subscribe(CapacityChanged);
    }

    private double Now => _time.GetTimestamp() / (double)_time.TimestampFrequency;

    public IDispatchedGroup Register(DispatchedGroupSpec spec)
    {
        var group = new DispatchedGroup(this, spec);
        _files.Open(spec.RunId, spec.Events);
        DispatchedGroup? replaced;
        lock (_gate)
        {
            replaced = _groups.GetValueOrDefault((spec.RunId, spec.Group));
        }

        // An activation that was replaced and does not know it yet: its tasks are not wanted any more.
        replaced?.Dispose();
        lock (_gate)
        {
            _groups.Add((spec.RunId, spec.Group), group);
            if (!_runs.TryGetValue(spec.RunId, out var run))
            {
                var profile = new RunProfile(
                    spec.RunId, spec.Tenant, Band: Enum.Parse<Band>(spec.Band, ignoreCase: true), MaxInFlight: spec.Run.Limits.MaxInFlight);
                run = new DispatchedRunState(profile, RunDeclarations.Of(profile, spec.Run, _aliases, _modelGroupCap));
                _runs.Add(spec.RunId, run);
                Apply(new AddRunCommand(profile, run.Declarations));
            }

            run.Groups++;
            foreach (var key in run.Keys)
            {
                Apply(CapacityOf(key));
            }
        }

        _outbox.Flush();
        return group;
    }

    public void Enqueue(DispatchedGroup group, IReadOnlyList<CellTask> tasks)
    {
        lock (_gate)
        {
            // A session that was replaced and does not know it yet: its run tells it to leave.
            if (!ReferenceEquals(_groups.GetValueOrDefault((group.RunId, group.Spec.Group)), group))
            {
                return;
            }

            var declarations = _runs[group.RunId].Declarations;
            var queued = new QueuedTask[tasks.Count];
            for (var i = 0; i < queued.Length; i++)
            {
                var key = tasks[i].IsBatch
                    ? new TaskKey(group.RunId, tasks[i].Column.Index, group.Spec.Group, TaskKey.NoRow, tasks[i].Column.TaskType)
                    : new TaskKey(group.RunId, tasks[i].Column.Index, group.Spec.Group, tasks[i].Input.Row, TaskType.Cell);
                queued[i] = new QueuedTask(key, declarations[tasks[i].Column.Index]);
                group.Queued.Add(key, tasks[i]);
            }

            Apply(new EnqueueCommand(queued));
        }

        _outbox.Flush();
    }

    public IReadOnlyList<CellTask> Withdraw(DispatchedGroup group, Func<CellTask, bool> which)
    {
        var taken = new List<CellTask>();
        lock (_gate)
        {
            TaskKey[] keys = [.. group.Queued.Where(queued => which(queued.Value)).Select(static queued => queued.Key)];
            if (keys.Length == 0)
            {
                return taken;
            }

            Apply(new DiscardCommand(keys));
            foreach (var key in keys)
            {
                if (group.Queued.Remove(key, out var task))
                {
                    taken.Add(task);
                }
            }
        }

        _outbox.Flush();
        return taken;
    }

    public void Remove(DispatchedGroup group)
    {
        Withdraw(group, static _ => true);
        lock (_gate)
        {
            if (!ReferenceEquals(_groups.GetValueOrDefault((group.RunId, group.Spec.Group)), group))
            {
                return;
            }

            _groups.Remove((group.RunId, group.Spec.Group));
            _files.Close(group.RunId);

            var run = _runs[group.RunId];
            if (--run.Groups == 0)
            {
                _runs.Remove(group.RunId);
                Apply(new RemoveRunCommand(group.RunId));
            }
        }

        _outbox.Flush();
    }

    public void End(TaskLease lease, TaskEnd end) => Do(new EndTaskCommand(lease, end));

    public void Lend(TaskLease lease, bool waits) => Do(waits ? new YieldTaskCommand(lease) : new ResumeTaskCommand(lease));

    /// <summary>A worker could not be started: its units come back, and its run fails.</summary>
    public void NotStarted(DispatchedGroup group, TaskLease lease, Exception error)
    {
        Do(new SpawnFailedCommand(lease, error.GetType().Name));
        group.Spec.OnFault(new RowGroupFault("internal", $"A worker could not be started: {error.Message}"));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The silo drains: nothing starts any more.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Do(new ShutDownCommand());
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _capacity.Dispose();
        lock (_gate)
        {
            _disposed = true;
            _wake.Dispose();
        }
    }

    [LoggerMessage(2301, LogLevel.Error, "Run {Run}, column {Column}, row {Row}: the step threw")]
    public partial void LogStep(string run, string column, long row, Exception exception);

    private void Tick()
    {
        lock (_gate)
        {
            _armed = null;
        }

        Do(TickCommand.Instance);
    }

    private void CapacityChanged(ResourceKey key)
    {
        lock (_gate)
        {
            if (!_runs.Values.Any(run => run.Keys.Contains(key)))
            {
                return;
            }
        }

        Do(CapacityOf(key));
    }

    private ChangeCapacityCommand CapacityOf(ResourceKey key)
    {
        var capacity = _admission.Runnable(key);
        return new ChangeCapacityCommand(key, capacity.Permits, capacity.BlockedFor is { } blocked ? Now + blocked.TotalSeconds : null);
    }

    private void Do(DispatchCommand command)
    {
        lock (_gate)
        {
            Apply(command);
        }

        _outbox.Flush();
    }

    // Under the lock. Effects are turned into work here, and performed by Flush.
    private void Apply(DispatchCommand command)
    {
        var wanted = _events.Wanted;
        _core.Listen(wanted);
        _core.Apply(command, Now, _effects);
        AddEvents();
        foreach (var lease in _effects.Spawns)
        {
            var key = lease.Task.Key;
            var group = _groups[(key.Run, key.RowGroup)];
            group.Queued.Remove(key, out var task);
            Remember(lease, group, wanted);

            _outbox.Add(new DispatchWorker(this, group, task!, lease, group.Started(task!)));
        }

        foreach (var demand in _effects.Demands)
        {
            _outbox.Add(demand);
        }

        foreach (var stuck in _effects.Stuck)
        {
            var fault = StuckRuns.FaultOf(stuck);
            foreach (var group in _groups.Values.Where(group => group.RunId == stuck.Run))
            {
                _outbox.Add(group.Spec.OnFault, fault);
            }
        }

        Arm(_effects.WakeAt);
    }

    private void Arm(double? at)
    {
        if (_disposed || at == _armed)
        {
            return;
        }

        _armed = at;
        var due = at is { } instant ? TimeSpan.FromSeconds(Math.Max(0, instant - Now)) : Timeout.InfiniteTimeSpan;

        // Rounded up: a timer that fires too early would only have to be armed again.
        _wake.Change(due == Timeout.InfiniteTimeSpan ? due : due + TimeSpan.FromTicks(1), Timeout.InfiniteTimeSpan);
    }
}
