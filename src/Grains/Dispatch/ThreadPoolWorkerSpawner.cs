namespace Granary.Grains.Dispatch;

/// <summary>Workers on the thread pool: they spend their life waiting for providers, not for threads.</summary>
internal sealed class ThreadPoolWorkerSpawner : IWorkerSpawner
{
    public void Spawn(Func<Task> work) => ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work(), work, preferLocal: false);
}
