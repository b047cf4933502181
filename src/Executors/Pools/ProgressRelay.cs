namespace Granary.Executors.Pools;

/// <summary>
/// Delivers progress to a caller on the ThreadPool, one report at a time and at most ten a second; the latest replaces one that waits. Nothing is delivered
/// once the task is settled.
/// </summary>
internal sealed class ProgressRelay(ExecutorTask task, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.0 / ProgressBounds.PerSecond);
    private readonly Lock _gate = new();
    private ExecutorProgress? _next;
    private bool _busy;

    public void Report(ExecutorProgress progress)
    {
        lock (_gate)
        {
            _next = progress;
            if (_busy)
            {
                return;
            }

            _busy = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static relay => _ = relay.DeliverAsync(), this, preferLocal: false);
    }

    private async Task DeliverAsync()
    {
        while (Take() is { } progress)
        {
            try
            {
                task.Call.Progress!(progress);
            }
            catch (Exception)
            {
                // A caller that fails to listen hears no more of it; its task goes on and its outcome arrives.
                return;
            }

            await Task.Delay(Pause, time);
        }
    }

    private ExecutorProgress? Take()
    {
        lock (_gate)
        {
            var next = task.IsSettled ? null : _next;
            _next = null;
            _busy = next is not null;
            return next;
        }
    }
}
