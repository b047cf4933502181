using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Granary.Embedded.Runtime;

/// <summary>
/// One activation of a grain: 1. made when the first call arrives; 2. its object is constructed, its states are read, <c>OnActivateAsync</c> runs;
/// 3. calls run as turns, by the rules of interleaving; 4. asked to end, it starts no more calls, lets those that run finish, runs
/// <c>OnDeactivateAsync</c>, leaves the directory and sends what still waits to the next activation.
/// <para>Thread-safe from outside; what the grain does happens in its turns.</para>
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The cancellation source has no timer and no handle: nothing to dispose.")]
internal sealed partial class Activation : IGrainContext
{
    private readonly Lock _gate = new();
    private readonly string _text;
    private readonly ActivationScheduler _scheduler;
    private readonly Action _turn;
    private readonly TaskCompletionSource _deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyDictionary<string, object>? _firstContext;
    private ActivationState _state;
    private bool _turnQueued;

    public Activation(Silo silo, GrainClass grainClass, GrainId id, long sequence, StatelessPool? pool, Dictionary<string, object>? firstContext)
    {
        Silo = silo;
        Class = grainClass;
        GrainId = id;
        Sequence = sequence;
        Pool = pool;
        _firstContext = firstContext;
        _text = $"{id} on {silo.Name}";
        _scheduler = new ActivationScheduler(this, silo.Executor);
        _turn = Turn;
        _activation = new CancellationTokenSource();
        LastActive = silo.Time.GetTimestamp();
    }

    public Silo Silo { get; }

    public GrainClass Class { get; }

    public GrainId GrainId { get; }

    /// <summary>Order of creation on the silo.</summary>
    public long Sequence { get; }

    /// <summary>The workers it belongs to; null for a grain with one activation.</summary>
    public StatelessPool? Pool { get; }

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices =>
        _scope?.ServiceProvider ?? throw new InvalidOperationException($"{GrainId} is not active.");

    public Task Deactivated => _deactivated.Task;

    /// <summary>Streams of results that callers read from this activation.</summary>
    public GrainStreams Streams => field ??= new GrainStreams(this);

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => _text;

    /// <summary>Runs the action as a turn of its own, between other turns.</summary>
    public void RunAsTurn(Action action) => _scheduler.Enqueue(action);

    /// <summary>The silo died: nothing of it runs any more.</summary>
    public void Kill()
    {
        _scheduler.Kill();
        lock (_gate)
        {
            _state = ActivationState.Invalid;
            _waiting.Clear();
        }

        KillTimers();
    }

    private ILogger Log => Silo.Log;

    /// <summary>Under the gate.</summary>
    private void QueueTurn()
    {
        if (!_turnQueued)
        {
            _turnQueued = true;
            _scheduler.Enqueue(_turn);
        }
    }
}
