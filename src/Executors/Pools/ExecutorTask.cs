using System.Diagnostics;

namespace Granary.Executors.Pools;

/// <summary>A task with its call, its caller and its interruption. Settled exactly once.</summary>
internal abstract class ExecutorTask(ExecutorCall call) : PoolTask
{
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private volatile bool _interrupted;
    private CancellationTokenSource? _cancellation;

    public ExecutorCall Call { get; } = call;

    /// <summary>Number of the call in its worker's connection; unique per start.</summary>
    public ulong CallId { get; set; }

    /// <summary>The span of the task; null if nobody traces.</summary>
    public Activity? Span { get; init; }

    /// <summary>Set by the pool under its lock when the controller accepts the end.</summary>
    public TaskResult? Result { get; set; }

    /// <summary>Says whether the handler of this task is idempotent, as far as is known now.</summary>
    public Func<string, bool> IsIdempotent { get; init; } = static _ => false;

    public override bool MayRepeat => IsIdempotent(Call.Handler);

    /// <summary>The argument as it crosses a process boundary.</summary>
    public abstract ExecutorPayload Payload { get; }

    /// <summary>Its handler, in this process, is one that may block its thread.</summary>
    public virtual bool MayBlock => false;

    /// <summary>Nobody wants the result any more.</summary>
    public bool IsInterrupted => _interrupted;

    /// <summary>The outcome was delivered.</summary>
    public abstract bool IsSettled { get; }

    /// <summary>Runs a handler of this process in its caller's context.</summary>
    public abstract ValueTask<TaskResult> RunLocallyAsync(LocalContext context);

    /// <summary>Reads what another process answered into what the caller wants.</summary>
    public abstract TaskResult Read(in ExecutorPayload payload);

    /// <summary>Tells the caller.</summary>
    public abstract void Settle(ExecutorStatus status, ExecutorFailure? failure);

    /// <summary>For runners of this process: the token that is cancelled by <see cref="Interrupt"/>, whichever comes first.</summary>
    public CancellationToken Cancellation()
    {
        var source = new CancellationTokenSource();
        Interlocked.Exchange(ref _cancellation, source);
        if (_interrupted)
        {
            Cancel(source);
        }

        return source.Token;
    }

    /// <summary>Nobody wants the result any more. Callbacks of the handler run on the ThreadPool, not on the canceller's thread.</summary>
    public void Interrupt()
    {
        _interrupted = true;
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _cancellation) is { } source)
        {
            Cancel(source);
        }
    }

    /// <summary>Tells the caller that its task has started.</summary>
    public void Announce()
    {
        if (Runs == 1 && Call.Started is { } started)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static started => started(), started, preferLocal: false);
        }
    }

    protected void InContext(Action action)
    {
        if (_context is null)
        {
            action();
        }
        else
        {
            ExecutionContext.Run(_context, static action => ((Action)action!)(), action);
        }
    }

    private static void Cancel(CancellationTokenSource source) => _ = source.CancelAsync().ContinueWith(
        static cancelled => _ = cancelled.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
