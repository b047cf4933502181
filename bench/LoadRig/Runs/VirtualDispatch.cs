using Granary.Scheduling.Dispatch;
using Granary.Scheduling.Dispatch.Commands;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;

namespace Granary.LoadRig.Runs;

/// <summary>The production dispatcher under virtual time: every task takes exactly its time, nothing else costs any.</summary>
internal sealed class VirtualDispatch
{
    private readonly DispatcherCore _core;
    private readonly DispatchEffects _effects = new();
    private readonly PriorityQueue<Action, (double At, int Order)> _due = new();
    private readonly Dictionary<TaskDeclaration, List<double>> _waits = [];
    private readonly Dictionary<TaskDeclaration, double> _ends = [];
    private double _now;
    private int _order;

    public VirtualDispatch(int slots, IReadOnlyList<VirtualLoad> loads, params IReadOnlyList<(double At, DispatchCommand Command)> changes)
    {
        _core = new DispatcherCore(
            new DispatcherSettings
            {
                Admission = new TaskAdmissionSettings { SubmissionCapacity = 1_024, Limits = System.Collections.Immutable.ImmutableDictionary<string, int>.Empty.Add("llm_wait", slots) },
            },
            incarnation: 1);
        foreach (var load in loads)
        {
            _waits.Add(load.Group, []);
            Apply(new AddRunCommand(load.Group.Run, [load.Group]));
            if (load.Group.RequestKey is { } key)
            {
                Apply(new ChangeCapacityCommand(key, slots));
            }

            At(load.ArrivesAt, () => Apply(new EnqueueCommand(
                [.. Enumerable.Range(0, load.Tasks).Select(row => new QueuedTask(new TaskKey(load.Group.Run.Run, 0, 0, row, TaskType.Cell), load.Group))])));
        }

        foreach (var (at, command) in changes)
        {
            At(at, () => Apply(command));
        }

        Loads = loads;
    }

    private IReadOnlyList<VirtualLoad> Loads { get; }

    /// <summary>Runs until nothing is left; how long it took.</summary>
    public double Run()
    {
        while (_due.TryDequeue(out var next, out var when))
        {
            _now = when.At;
            next();
        }

        return _ends.Values.Max();
    }

    public double EndOf(TaskDeclaration group) => _ends[group];

    /// <summary>The wait that all but a twentieth of the group's tasks stayed below.</summary>
    public double P95Of(TaskDeclaration group)
    {
        var waits = _waits[group];
        waits.Sort();
        return waits[(int)Math.Ceiling(0.95 * waits.Count) - 1];
    }

    private void Apply(DispatchCommand command)
    {
        _core.Apply(command, _now, _effects);
        foreach (var lease in _effects.Spawns.ToArray())
        {
            var load = Loads.First(load => load.Group == lease.Task.Declaration);
            _waits[load.Group].Add(_now - load.ArrivesAt);
            At(_now + load.Seconds, () => End(lease));
        }

        if (_effects.WakeAt is { } wake)
        {
            At(wake, () => Apply(TickCommand.Instance));
        }
    }

    private void End(TaskLease lease)
    {
        _ends[lease.Task.Declaration] = _now;
        Apply(new EndTaskCommand(lease, TaskEnd.Ok));
    }

    private void At(double at, Action action) => _due.Enqueue(action, (at, ++_order));
}
