using System.Collections.Concurrent;

namespace Granary.Executors.Worker;

/// <summary>
/// One thread per lane for handlers that block, made when it is first needed. The host gives a worker no more calls than it has lanes, so a call finds a
/// free thread, or one that is about to be.
/// </summary>
internal sealed class LaneThreads(int lanes) : IDisposable
{
    private readonly ConcurrentQueue<Action> _work = new();
    private readonly Semaphore _waiting = new(0, int.MaxValue);
    private int _threads;
    private int _unended;
    private volatile bool _stopped;

    /// <summary>By the reading thread alone.</summary>
    public void Run(Action work)
    {
        if (Interlocked.Increment(ref _unended) > _threads && _threads < lanes)
        {
            new Thread(Loop) { IsBackground = true, Name = $"lane {_threads++}" }.UnsafeStart();
        }

        _work.Enqueue(work);
        _waiting.Release();
    }

    public void Dispose()
    {
        // Not the semaphore itself: threads may be about to wait for it.
        _stopped = true;
        _waiting.Release(lanes);
    }

    private void Loop()
    {
        while (true)
        {
            _waiting.WaitOne();
            if (_work.TryDequeue(out var work))
            {
                work();
                Interlocked.Decrement(ref _unended);
            }
            else if (_stopped)
            {
                return;
            }
        }
    }
}
