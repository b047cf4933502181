using System.Collections.Concurrent;
using System.Diagnostics;
using Granary.SocketLoops.Transport;

namespace Granary.SocketLoops.Loops;

/// <summary>
/// The ready connections of a loop on their way to the ThreadPool: one work item drains them and calls a second when more wait, so a burst costs few
/// work items and still spreads. The loop adds; nobody is left behind: after the last look the stage says whether something was added since.
/// </summary>
internal sealed class ReadyHandover : IThreadPoolWorkItem
{
    private const int Nobody = 0;
    private const int Looking = 1;
    private const int Called = 2;
    private const int MillisecondsPerTurn = 15;

    private static readonly long TicksPerTurn = Stopwatch.Frequency * MillisecondsPerTurn / 1000;
    private readonly ConcurrentQueue<object> _ready = new();
    private int _stage;

    /// <summary>A reader or a writer goes on. On the loop.</summary>
    public void Add(object ready)
    {
        _ready.Enqueue(ready);
        if (Interlocked.Exchange(ref _stage, Called) == Nobody)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        object? ready;
        while (true)
        {
            Volatile.Write(ref _stage, Looking);
            Interlocked.MemoryBarrier();
            if (_ready.TryDequeue(out ready))
            {
                break;
            }

            if (Interlocked.CompareExchange(ref _stage, Nobody, Looking) == Looking)
            {
                return;
            }
        }

        // Before the first one runs, as it may take long. Added since the look: whoever added saw a looker and called nobody, so it is done here.
        if (!_ready.IsEmpty)
        {
            Volatile.Write(ref _stage, Called);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else if (Interlocked.CompareExchange(ref _stage, Nobody, Looking) != Looking)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        var until = Stopwatch.GetTimestamp() + TicksPerTurn;
        do
        {
            switch (ready)
            {
                case LoopPipeReader reader:
                    reader.Continue();
                    break;
                case LoopPipeWriter writer:
                    writer.Send();
                    break;
            }
        }
        while (Stopwatch.GetTimestamp() < until && _ready.TryDequeue(out ready));
    }
}
