namespace Granary.Executors.Pools;

/// <summary>A task with its work, its caller and its interruption. The pool's shell runs and settles it; both happen at most once.</summary>
#pragma warning disable CA1001 // The source has no timer and no parent, so there is nothing to give back; it may still be cancelled after the end.
internal abstract class ExecutorTask : PoolTask
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _interruption = new();
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    /// <summary>Cancelled when nobody wants the result any more.</summary>
    protected CancellationToken Interrupted => _interruption.Token;

    /// <summary>
    /// Runs the work in the caller's context and keeps its value or exception; true if it returned. Given up between its start and here, it does not run.
    /// </summary>
    public bool Execute()
    {
        var succeeded = false;
        if (Interrupted.IsCancellationRequested)
        {
            return false;
        }

        if (_context is null)
        {
            succeeded = RunWork();
        }
        else
        {
            ExecutionContext.Run(_context, _ => succeeded = RunWork(), null);
        }

        return succeeded;
    }

    /// <summary>Asks the work to stop. Its callbacks run on the ThreadPool, not on the canceller's thread.</summary>
    public void Interrupt() => _ = _interruption.CancelAsync().ContinueWith(
        static cancelled => _ = cancelled.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>Tells the caller.</summary>
    public abstract void Settle(ExecutorStatus status, string? code, string poolMessage);

    protected abstract bool RunWork();
}
