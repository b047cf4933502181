namespace Granary.Executors.Pools;

/// <summary>Lanes without workers of their own.</summary>
internal abstract class LocalLaneRunner : ILaneRunner
{
    public abstract void Start(ExecutorTask task, PoolWorker worker);

    public virtual void Interrupt(ExecutorTask task, string code) => task.Interrupt();

    public virtual void Abandon(ExecutorTask task)
    {
    }

    public void StartWorker(PoolWorker worker) => throw new InvalidOperationException("Pools of this kind have no worker processes.");

    public void EndWorker(PoolWorker worker) => throw new InvalidOperationException("Pools of this kind have no worker processes.");

    public void KillWorker(PoolWorker worker) => throw new InvalidOperationException("Pools of this kind have no worker processes.");

    public int? ProcessIdOf(PoolWorker worker) => null;

    public virtual void Stop()
    {
    }
}
