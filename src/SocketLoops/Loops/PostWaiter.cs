namespace Granary.SocketLoops.Loops;

/// <summary>
/// A producer that waits for a place in the ring. It is either admitted or given up, never both. The result says whether it was admitted; false means
/// that the loop has stopped.
/// </summary>
internal sealed class PostWaiter(Action<object?> callback, object? state) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private int _decided;

    public Action<object?> Callback { get; } = callback;

    public object? State { get; } = state;

    /// <summary>Decided by the loop in its favour; loop only.</summary>
    public bool IsAdmitted { get; set; }

    public bool IsDecided => Volatile.Read(ref _decided) != 0;

    /// <summary>True for the one who decides what becomes of it.</summary>
    public bool TryDecide() => Interlocked.Exchange(ref _decided, 1) == 0;
}
