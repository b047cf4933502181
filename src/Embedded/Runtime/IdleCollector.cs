namespace Granary.Embedded.Runtime;

/// <summary>
/// Ends activations that have been idle for their age. Looks when the first of them may be due, and not more often than once per quantum; with no
/// activation that can get too old it does not look at all.
/// </summary>
internal sealed class IdleCollector : IDisposable
{
    private readonly Silo _silo;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private bool _armed;
    private bool _disposed;

    public IdleCollector(Silo silo)
    {
        _silo = silo;
        _timer = RuntimeTimers.Create(silo.Time, static collector => ((IdleCollector)collector!).OnTimer(), this);
    }

    /// <summary>There is an activation to look at.</summary>
    public void Watch()
    {
        lock (_gate)
        {
            if (!_armed && !_disposed)
            {
                _armed = true;
                _timer.Change(_silo.Cluster.Options.CollectionQuantum, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _timer.Dispose();
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _armed = false;
        }

        TimeSpan? next = null;
        foreach (var activation in _silo.Activations())
        {
            var left = activation.CollectIfIdle();
            if (left != Timeout.InfiniteTimeSpan && (next is null || left < next))
            {
                next = left;
            }
        }

        if (next is { } wait)
        {
            var quantum = _silo.Cluster.Options.CollectionQuantum;
            lock (_gate)
            {
                if (!_disposed)
                {
                    _armed = true;
                    _timer.Change(wait > quantum ? wait : quantum, Timeout.InfiniteTimeSpan);
                }
            }
        }
    }
}
