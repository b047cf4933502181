namespace Granary.SocketLoops.Loops;

/// <summary>Who wants attention: pushed from any thread, taken whole by the loop.</summary>
internal sealed class ServiceList
{
    private ILoopService? _last;

    public bool IsEmpty => Volatile.Read(ref _last) is null;

    /// <summary>False if it stands in the list already and will be served once for both requests.</summary>
    public bool Push(ILoopService service)
    {
        if (Interlocked.Exchange(ref service.ServiceRequested, 1) != 0)
        {
            return false;
        }

        ILoopService? seen;
        do
        {
            seen = Volatile.Read(ref _last);
            service.NextService = seen;
        }
        while (Interlocked.CompareExchange(ref _last, service, seen) != seen);
        return true;
    }

    /// <summary>Everything that stands in the list, oldest first, as a chain; the caller unlinks each before it serves it.</summary>
    public ILoopService? TakeAll()
    {
        if (IsEmpty)
        {
            return null;
        }

        var newest = Interlocked.Exchange(ref _last, null);
        ILoopService? oldest = null;
        while (newest is not null)
        {
            var next = newest.NextService;
            newest.NextService = oldest;
            oldest = newest;
            newest = next;
        }

        return oldest;
    }

    /// <summary>Unlinks the first of a chain, so that it may be pushed again, and returns the rest.</summary>
    public static ILoopService? Unlink(ILoopService first)
    {
        var rest = first.NextService;
        first.NextService = null;

        // A full fence: what the service reads next must not be older than this, or a request that came in between would find it asked for already.
        Interlocked.Exchange(ref first.ServiceRequested, 0);
        return rest;
    }
}
