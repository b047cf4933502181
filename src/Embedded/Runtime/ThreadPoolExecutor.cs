namespace Granary.Embedded.Runtime;

/// <summary>Turns on the thread pool.</summary>
internal sealed class ThreadPoolExecutor : TurnExecutor
{
    public override bool OneTurnAtATime => false;

    public override void Post(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: true);
}
