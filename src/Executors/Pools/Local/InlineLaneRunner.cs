namespace Granary.Executors.Pools;

/// <summary>Lanes on the ThreadPool. While a handler that may block runs on one, the ThreadPool has one thread more for everybody else.</summary>
internal sealed class InlineLaneRunner(IPoolShell shell, TimeProvider time) : LocalLaneRunner
{
    public override void Start(ExecutorTask task, PoolWorker worker)
    {
        if (task.MayBlock)
        {
            BlockedThreads.Enter();
        }

        ThreadPool.UnsafeQueueUserWorkItem(static item => _ = item.Runner.RunAsync(item.Task, item.Worker), (Runner: this, Task: task, Worker: worker), preferLocal: false);
    }

    private async Task RunAsync(ExecutorTask task, PoolWorker worker)
    {
        task.Announce();
        var context = new LocalContext(task, worker, shell, task.Call.Progress is null ? null : new ProgressRelay(task, time));
        var result = await task.RunLocallyAsync(context);
        if (task.MayBlock)
        {
            BlockedThreads.Leave();
        }

        shell.TaskEnded(task, worker, result);
    }
}
