namespace Granary.Executors.Pools;

/// <summary>Lanes on the ThreadPool.</summary>
internal sealed class InlineLaneRunner(IPoolShell shell, TimeProvider time) : LocalLaneRunner
{
    public override void Start(ExecutorTask task, PoolWorker worker) =>
        ThreadPool.UnsafeQueueUserWorkItem(static item => _ = item.Runner.RunAsync(item.Task, item.Worker), (Runner: this, Task: task, Worker: worker), preferLocal: false);

    private async Task RunAsync(ExecutorTask task, PoolWorker worker)
    {
        task.Announce();
        var context = new LocalContext(task, worker, shell, task.Call.Progress is null ? null : new ProgressRelay(task, time));
        shell.TaskEnded(task, worker, await task.RunLocallyAsync(context));
    }
}
