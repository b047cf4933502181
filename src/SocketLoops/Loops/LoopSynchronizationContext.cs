namespace Granary.SocketLoops.Loops;

/// <summary>
/// Brings code that awaits on a loop back to that loop. A full ring never moves it elsewhere: continuations of a loop's own code take the loop's
/// service list, which cannot refuse.
/// </summary>
internal sealed class LoopSynchronizationContext(Loop loop) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => loop.Return(d, state);

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!loop.IsCurrent)
        {
            throw new NotSupportedException("No thread may wait for a loop.");
        }

        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;
}
