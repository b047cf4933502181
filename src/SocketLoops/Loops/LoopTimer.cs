namespace Granary.SocketLoops.Loops;

/// <summary>Something due at an instant on one loop; made, cancelled and run on its thread.</summary>
internal sealed class LoopTimer(Action<object?> callback, object? state)
{
    public Action<object?> Callback { get; } = callback;

    public object? State { get; } = state;

    public bool IsCancelled { get; private set; }

    /// <summary>It never runs, if it has not.</summary>
    public void Cancel() => IsCancelled = true;
}
