namespace Granary.Executors.Pools;

/// <summary>
/// Has the ThreadPool make up for threads that handlers of inline pools may block, one for one and at once. By itself it adds one or two a second, and until
/// then everything else in the process waits for the handlers. One per process, as the ThreadPool is.
/// </summary>
internal static class BlockedThreads
{
    private static readonly Lock Gate = new();
    private static int _blocked;
    private static int _added;

    /// <summary>Threads the ThreadPool has been told to keep more than it would.</summary>
    internal static int Added
    {
        get
        {
            lock (Gate)
            {
                return _added;
            }
        }
    }

    /// <summary>One more is about to be blocked.</summary>
    public static void Enter()
    {
        lock (Gate)
        {
            _blocked++;
            _added += Add(1) ? 1 : 0;
        }
    }

    /// <summary>One of them is free again.</summary>
    public static void Leave()
    {
        lock (Gate)
        {
            _blocked--;
            if (_added > _blocked)
            {
                Add(-1);
                _added--;
            }
        }
    }

    // Relative to whatever is set: the host may have its own idea of the least. Refused at the most there may be.
    private static bool Add(int threads)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        return ThreadPool.SetMinThreads(Math.Max(1, workers + threads), ports);
    }
}
