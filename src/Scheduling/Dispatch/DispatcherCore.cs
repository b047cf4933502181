using Granary.Scheduling.Events;
using Granary.Scheduling.Dispatch.Commands;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Queueing;
using Granary.Scheduling.Resources;

namespace Granary.Scheduling.Dispatch;

/// <summary>
/// One process's dispatcher of tasks: commands in, effects out. Every application of a command changes memory, then runs a dispatch pass to its
/// end: select, lease, take out of the queue, name for a worker, until nobody may run. So whatever a command makes possible happens in its own
/// effects, and there is no wake-up to lose: only time passing needs one, and <see cref="DispatchEffects.WakeAt"/> names it every time. The
/// lease comes before the worker: no worker ever waits for a scheduler resource. Not thread-safe; one shell owns it.
/// </summary>
public sealed partial class DispatcherCore
{
    private readonly ResourceTable _resources;
    private readonly FairTaskQueue _queue;
    private readonly TaskAdmissionController _controller;
    private readonly Dictionary<string, DispatchedRun> _runs = new(StringComparer.Ordinal);
    private DispatchEffects _effects = new();
    private double _now;
    private SchedulerEventSet _listened;

    /// <summary>A dispatcher without runs.</summary>
    /// <param name="settings">Resources, policy, queue.</param>
    /// <param name="incarnation">This life; leases of another one are refused.</param>
    /// <exception cref="ArgumentException">Settings out of range.</exception>
    public DispatcherCore(DispatcherSettings settings, ulong incarnation)
    {
        _resources = new ResourceTable(settings.Admission);
        _queue = new FairTaskQueue(_resources, settings.Queue);
        _controller = new TaskAdmissionController(settings.Admission, _queue, incarnation);
    }

    /// <summary>Queued tasks.</summary>
    public int Queued => _queue.Count;

    /// <summary>Leases in force, yielded ones included.</summary>
    public int InFlight => _controller.Active;

    /// <summary>Of those, the yielded ones.</summary>
    public int Yielded => _controller.Yielded;

    /// <summary>A window on the queue's counters.</summary>
    public QueueView Queue => _queue.View;

    /// <summary>Builds a snapshot of resources and groups.</summary>
    public TaskAdmissionView Admission() => _controller.View();

    /// <summary>One resource; null when nothing knows it.</summary>
    public ResourceView? Resource(string name) => _controller.View(name);

    /// <summary>Why queued heads wait. Empty when nothing is queued; costs one judgement per group.</summary>
    public BlockExplanation Explain() => _controller.ExplainBlocked();

    /// <summary>Chooses the kinds of events that somebody wants. For others nothing is built.</summary>
    public void Listen(SchedulerEventSet kinds) => _listened = kinds;

    /// <summary>Applies one command and dispatches whatever may run.</summary>
    /// <param name="command">What happened.</param>
    /// <param name="now">Seconds of the process's monotonic clock. Going backwards counts as standing still.</param>
    /// <param name="effects">Cleared, then filled.</param>
    public void Apply(DispatchCommand command, double now, DispatchEffects effects)
    {
        Begin(now, effects);
        Step(command);
        Pass();
    }

    /// <summary>Applies commands that came together, then dispatches once. Release results are those of the last release among them.</summary>
    public void Apply(IReadOnlyList<DispatchCommand> commands, double now, DispatchEffects effects)
    {
        Begin(now, effects);
        for (var index = 0; index < commands.Count; index++)
        {
            Step(commands[index]);
        }

        Pass();
    }

    private void Begin(double now, DispatchEffects effects)
    {
        effects.Clear();
        _effects = effects;
        _now = Math.Max(_now, now);
        _resources.Pass(_now);
    }

    private void Step(DispatchCommand command)
    {
        switch (command)
        {
            case EndTaskCommand end:
                End(end.Lease, end.End);
                break;
            case EnqueueCommand enqueue:
                Enqueue(enqueue.Tasks);
                break;
            case ChangeCapacityCommand capacity:
                _resources.SetCapacity(capacity.Key, capacity.Runnable, capacity.BlockedUntil, _now);
                break;
            case YieldTaskCommand yield:
                Switch(yield.Lease, _controller.Yield(yield.Lease), SchedulerEventKind.TaskLeaseYielded);
                break;
            case ResumeTaskCommand resume:
                Switch(resume.Lease, _controller.Resume(resume.Lease), SchedulerEventKind.TaskLeaseResumed);
                break;
            case DiscardCommand discard:
                foreach (var task in discard.Tasks)
                {
                    if (_queue.Discard(task))
                        _effects.Discarded.Add(task);
                }

                break;
            case DiscardRowGroupCommand group:
                _queue.DiscardWhere(task => task.RowGroup == group.RowGroup && task.Run == group.Run, _effects.Discarded);
                break;
            case AddRunCommand add:
                AddRun(add);
                break;
            case RemoveRunCommand remove:
                RemoveRun(remove.Run);
                break;
            case SpawnFailedCommand failed:
                Emit(SchedulerEventKind.WorkerSpawnFailed, failed.Lease, failed.ErrorType);
                Release(failed.Lease);
                break;
            case ShutDownCommand:
                _controller.ShuttingDown = true;
                break;
            case TickCommand:
                break;
            default:
                throw new ArgumentException($"Not a command of the dispatcher: {command}.", nameof(command));
        }
    }
}
