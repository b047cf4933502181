namespace Granary.SocketLoops.Loops;

/// <summary>Code of a loop on its way back to it.</summary>
internal sealed class ReturningContinuation(Loop loop, SendOrPostCallback callback, object? state) : ILoopService
{
    private int _requested;

    public ILoopService? NextService { get; set; }

    public ref int ServiceRequested => ref _requested;

    public void Serve() => loop.Invoke("continuation", null, static self =>
    {
        var continuation = (ReturningContinuation)self!;
        continuation.Run();
    }, this);

    /// <summary>The loop has ended: the code must not hang, so it goes on elsewhere.</summary>
    public void RunElsewhere() => ThreadPool.UnsafeQueueUserWorkItem(static self => self.Run(), this, preferLocal: false);

    private void Run() => callback(state);
}
