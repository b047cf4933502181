namespace Granary.Executors.Pools;

/// <summary>Keeps the continuations of an asynchronous handler on the thread of its lane, so that it stays off the ThreadPool.</summary>
internal sealed class LanePump : SynchronizationContext
{
    private readonly object _gate = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
    private bool _done;

    /// <summary>Runs the work to its end on this thread.</summary>
    public static T Run<T>(Func<ValueTask<T>> work)
    {
        var outer = Current;
        var pump = new LanePump();
        SetSynchronizationContext(pump);
        try
        {
            var pending = work();
            if (pending.IsCompleted)
            {
                return pending.GetAwaiter().GetResult();
            }

            var task = pending.AsTask();
            _ = task.ContinueWith(
                static (_, pump) => ((LanePump)pump!).Finish(), pump, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            pump.Loop();
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            _posted.Enqueue((d, state));
            Monitor.Pulse(_gate);
        }
    }

    private void Finish()
    {
        lock (_gate)
        {
            _done = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Loop()
    {
        while (true)
        {
            (SendOrPostCallback Callback, object? State) next;
            lock (_gate)
            {
                while (_posted.Count == 0 && !_done)
                {
                    Monitor.Wait(_gate);
                }

                if (!_posted.TryDequeue(out next))
                {
                    return;
                }
            }

            next.Callback(next.State);
        }
    }
}
