namespace Granary.Executors.Pools;

/// <summary>A task that makes a value of one type.</summary>
internal sealed class ExecutorTaskOf<T>(Func<CancellationToken, T> work) : ExecutorTask
{
    private readonly TaskCompletionSource<ExecutorOutcome<T>> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _value;
    private Exception? _error;

    /// <summary>What the caller awaits.</summary>
    public Task<ExecutorOutcome<T>> Outcome => _outcome.Task;

    public override void Settle(ExecutorStatus status, string? code, string poolMessage) => _outcome.TrySetResult(status == ExecutorStatus.Completed
        ? new ExecutorOutcome<T>(status, _value, null)
        : new ExecutorOutcome<T>(status, default, new ExecutorFailure(code!, poolMessage + _error?.Message, _error)));

    protected override bool RunWork()
    {
        try
        {
            _value = work(Interrupted);
            return true;
        }
        catch (Exception error)
        {
            _error = error;
            return false;
        }
    }
}
