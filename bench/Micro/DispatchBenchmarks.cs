using BenchmarkDotNet.Attributes;

using Granary.Admission;
using Granary.Scheduling.Dispatch;
using Granary.Scheduling.Dispatch.Commands;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;

namespace Granary.Micro;

/// <summary>
/// The dispatcher at its capacity with work queued: a task ends, the next one is selected, leased and taken out, and another one takes its place in the queue.
/// All by commands, as the silo does it.
/// </summary>
[MemoryDiagnoser]
public class DispatchBenchmarks
{
    private const int Held = 64;
    private readonly DispatchEffects _effects = new();
    private readonly QueuedTask[] _one = new QueuedTask[1];
    private readonly Queue<TaskLease> _leases = new();
    private DispatcherCore _core = null!;
    private TaskDeclaration[] _groups = [];
    private int _turn;
    private long _row;

    /// <summary>Groups with work, one per column.</summary>
    [Params(1, 8, 64, 256)]
    public int Groups { get; set; }

    /// <summary>Tasks queued over all groups.</summary>
    [Params(1_000, 10_000, 100_000)]
    public int Queued { get; set; }

    /// <summary>What the tasks want: one place, or a model's endpoint as well.</summary>
    [Params("local", "model")]
    public string Work { get; set; } = "local";

    [GlobalSetup]
    public void SetUp()
    {
        var run = new RunProfile("r");
        var declarations = new TaskDeclarations(256);
        _groups = [.. Enumerable.Range(0, Groups).Select(i => Declare(run, declarations, i))];
        _core = new DispatcherCore(new DispatcherSettings { Admission = new TaskAdmissionSettings { SubmissionCapacity = Held } }, incarnation: 1);
        _core.Apply(new AddRunCommand(run, [.. _groups]), 0, _effects);
        foreach (var key in _groups.Select(group => group.RequestKey).OfType<ResourceKey>())
        {
            _core.Apply(new ChangeCapacityCommand(key, Held), 0, _effects);
        }

        for (var i = 0; i < Queued + Held; i++)
        {
            _core.Apply(new EnqueueCommand([Next()]), 0, _effects);
            Take();
        }

        if (_core.Queued != Queued || _core.InFlight != Held)
            throw new InvalidOperationException($"{_core.Queued} queued, {_core.InFlight} in flight.");
    }

    /// <summary>Release, select, acquire, commit, and one task in at the other end.</summary>
    [Benchmark]
    public int Cycle()
    {
        _one[0] = Next();
        _core.Apply(new EndTaskCommand(_leases.Dequeue(), TaskEnd.Ok), 0, _effects);
        Take();
        _core.Apply(new EnqueueCommand(_one), 0, _effects);
        Take();
        return _core.InFlight;
    }

    // Model groups share 16 endpoints: more than a large run uses.
    private TaskDeclaration Declare(RunProfile run, TaskDeclarations declarations, int number)
    {
        var name = $"c{number}";
        return Work == "model"
            ? declarations.Model(run, [new AliasTarget(name, new ResourceKey("p", $"m{number % 16}", Domain.Chat), Held)], "chat_completion", [name])
            : TaskDeclarations.Local(run, name, [name]);
    }

    private QueuedTask Next()
    {
        _turn = (_turn + 1) % _groups.Length;
        return new QueuedTask(new TaskKey("r", _turn, 0, ++_row, TaskType.Cell), _groups[_turn]);
    }

    private void Take()
    {
        foreach (var lease in _effects.Spawns)
        {
            _leases.Enqueue(lease);
        }
    }
}
