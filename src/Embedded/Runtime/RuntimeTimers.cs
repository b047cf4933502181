namespace Granary.Embedded.Runtime;

/// <summary>Timers of the runtime: they must not carry the execution context of whoever happened to need them first.</summary>
internal static class RuntimeTimers
{
    public static ITimer Create(TimeProvider time, TimerCallback callback, object? state)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
