namespace Granary.Embedded.Runtime;

/// <summary>
/// The workers of one key of a stateless worker on one silo. A call goes to the first that is idle, else to a new one while there may be more, else
/// to the one with the fewest waiting.
/// </summary>
internal sealed class StatelessPool(Silo silo, GrainClass grainClass, GrainId id)
{
    private readonly Lock _gate = new();
    private readonly List<Activation> _workers = [];
    private readonly int _max = grainClass.MaxWorkers > 0 ? grainClass.MaxWorkers : silo.Cluster.Options.StatelessWorkers;
    private bool _closed;

    public GrainId Id { get; } = id;

    /// <summary>False: the pool was given up in between.</summary>
    public bool Receive(GrainCall call)
    {
        while (true)
        {
            Activation worker;
            var made = false;
            lock (_gate)
            {
                if (_closed)
                {
                    return false;
                }

                // Delivered under the lock, so that two calls at once do not both see the same worker idle.
                (worker, made) = Choose(call);
                if (!worker.Receive(call))
                {
                    _workers.Remove(worker);
                    continue;
                }
            }

            if (made)
            {
                worker.Start();
                silo.Collector.Watch();
            }

            return true;
        }
    }

    public void Remove(Activation worker)
    {
        lock (_gate)
        {
            _workers.Remove(worker);
            _closed = _workers.Count == 0;
        }

        if (_closed)
        {
            silo.Remove(this);
        }
    }

    public IReadOnlyList<Activation> Workers()
    {
        lock (_gate)
        {
            return [.. _workers];
        }
    }

    private (Activation Worker, bool Made) Choose(GrainCall call)
    {
        var idle = _workers.Find(w => w.IsInactive && w.State == ActivationState.Valid);
        if (idle is not null)
        {
            return (idle, false);
        }

        if (_workers.Count < _max)
        {
            var worker = silo.Create(grainClass, call, this);
            _workers.Add(worker);
            return (worker, true);
        }

        return (_workers.MinBy(w => w.WaitingCount)!, false);
    }
}
