using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Granary.Embedded.Runtime;

/// <summary>One silo: its activations and what they share. Thread-safe.</summary>
internal sealed class Silo : CallOrigin
{
    private const int MaxForwards = 2;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();
    private readonly ConcurrentDictionary<GrainId, StatelessPool> _pools = new();
    private IServiceProvider? _services;
    private long _sequence;
    private bool _refusesNew;
    private volatile bool _dead;

    public Silo(GrainCluster cluster, SiloDetails details, string originName, IStateBackend state, TimeProvider time, TurnExecutor executor, ILogger log)
        : base(cluster, originName, time, executor, log)
    {
        Details = details;
        State = state;
        Collector = new IdleCollector(this);
    }

    public SiloDetails Details { get; }

    /// <summary>The cluster's storage as this silo reaches it.</summary>
    public IStateBackend State { get; }

    public IdleCollector Collector { get; }

    public bool IsDead => _dead;

    public override IServiceProvider Services => _services ?? throw new InvalidOperationException("The silo has not started.");

    /// <summary>From here on it takes calls.</summary>
    public void Start(IServiceProvider services)
    {
        _services = services;
        IncomingFilters = [.. services.GetServices<IIncomingGrainCallFilter>()];
        OutgoingFilters = [.. services.GetServices<IOutgoingGrainCallFilter>()];
    }

    public override void Receive(GrainCall call)
    {
        if (_dead)
        {
            return;
        }

        if (call.TargetClass is not { } grainClass)
        {
            Observers.Receive(call);
            return;
        }

        if (_services is null)
        {
            Reject(call, new InvalidOperationException($"The silo has not started; {call} came too early."));
            return;
        }

        while (!TryDeliver(grainClass, call))
        {
            // The activation ended in between, and has left the catalog: the next look finds or makes another.
        }
    }

    /// <summary>The call did not run here: it goes to wherever the grain is now.</summary>
    public void Forward(GrainCall call, string why)
    {
        if (call.IsOver)
        {
            return;
        }

        if (call.Forwards++ >= MaxForwards)
        {
            Reject(call, new OrleansMessageRejectionException($"Forwarding failed: {call} was forwarded {MaxForwards} times, last since: {why}"));
        }
        else
        {
            Route(call);
        }
    }

    /// <summary>The activation has ended.</summary>
    public void Remove(Activation activation)
    {
        if (activation.Pool is { } pool)
        {
            pool.Remove(activation);
        }
        else if (_activations.TryRemove(new KeyValuePair<GrainId, Activation>(activation.GrainId, activation)))
        {
            Cluster.Directory.Release(activation.GrainId, this);
        }
    }

    public void Remove(StatelessPool pool) => _pools.TryRemove(new KeyValuePair<GrainId, StatelessPool>(pool.Id, pool));

    /// <summary>All activations, in the order they were made.</summary>
    public IReadOnlyList<Activation> Activations() =>
        [.. _activations.Values.Concat(_pools.Values.SelectMany(p => p.Workers())).OrderBy(a => a.Sequence)];

    public Activation? Find(GrainId id) => _activations.GetValueOrDefault(id);

    /// <summary>Makes an activation, not yet started.</summary>
    public Activation Create(GrainClass grainClass, GrainCall call, StatelessPool? pool) =>
        new(this, grainClass, call.TargetId, Interlocked.Increment(ref _sequence), pool, call.Context);

    /// <summary>Ends all activations in order, then fails the calls that still wait. No new ones are made from here on.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _refusesNew = true;
        }

        var activations = Activations();
        foreach (var activation in activations)
        {
            activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo stops."), cancellationToken);
        }

        try
        {
            await Task.WhenAll(activations.Select(a => a.Deactivated)).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            SiloLog.StopTimedOut(Log, Name, activations.Count(a => !a.Deactivated.IsCompleted));
        }

        Collector.Dispose();
        Outstanding.Close(new SiloUnavailableException($"Silo {Name} has stopped."));
    }

    /// <summary>It is gone at once, as by power loss: nothing of it runs any more, and nobody is told.</summary>
    public void Kill()
    {
        _dead = true;
        foreach (var activation in Activations())
        {
            activation.Kill();
        }

        _activations.Clear();
        _pools.Clear();
        Collector.Dispose();
        Observers.Clear();
        Outstanding.Kill();
    }

    public void Trace(string what, Activation activation) => Cluster.Tracer?.Invoke(what, activation.ToString());

    private bool TryDeliver(GrainClass grainClass, GrainCall call)
    {
        if (grainClass.IsStatelessWorker)
        {
            return PoolFor(grainClass, call) is not { } pool || pool.Receive(call);
        }

        if (!_activations.TryGetValue(call.TargetId, out var activation))
        {
            activation = Make(grainClass, call);
        }

        return activation is null || activation.Receive(call);
    }

    /// <summary>A new activation; null when the call was sent elsewhere.</summary>
    private Activation? Make(GrainClass grainClass, GrainCall call)
    {
        Activation? made = null;
        Activation? found;
        var owner = this;
        lock (_gate)
        {
            if (!_activations.TryGetValue(call.TargetId, out found) && !_refusesNew)
            {
                owner = Cluster.Directory.Claim(call.TargetId, this);
                if (ReferenceEquals(owner, this))
                {
                    found = made = Create(grainClass, call, null);
                    _activations[call.TargetId] = made;
                }
            }
        }

        if (made is not null)
        {
            made.Start();
            Collector.Watch();
        }
        else if (found is null)
        {
            SendElsewhere(grainClass, call);
        }

        return found;
    }

    private StatelessPool? PoolFor(GrainClass grainClass, GrainCall call)
    {
        if (_pools.TryGetValue(call.TargetId, out var pool))
        {
            return pool;
        }

        lock (_gate)
        {
            if (!_refusesNew)
            {
                return _pools.GetOrAdd(call.TargetId, id => new StatelessPool(this, grainClass, id));
            }
        }

        SendElsewhere(grainClass, call);
        return null;
    }

    private void SendElsewhere(GrainClass grainClass, GrainCall call)
    {
        if (ReferenceEquals(Cluster.Locate(grainClass, call.TargetId, this), this))
        {
            Reject(call, new SiloUnavailableException($"Silo {Name} stops and activates nothing more; {call} did not run."));
        }
        else
        {
            Forward(call, "the grain is elsewhere");
        }
    }
}
