namespace Granary.Executors.Pools;

/// <summary>Lanes on the ThreadPool.</summary>
internal sealed class InlineLaneRunner(Action<ExecutorTask> run) : ILaneRunner
{
    public void Start(ExecutorTask task) => ThreadPool.UnsafeQueueUserWorkItem(run, task, preferLocal: false);

    public void Stop()
    {
    }
}
