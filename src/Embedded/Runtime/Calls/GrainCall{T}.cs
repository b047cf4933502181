namespace Granary.Embedded.Runtime;

/// <summary>A call with a result of that type.</summary>
internal sealed class GrainCall<T>(GrainMethod<T> method, object?[] arguments, TurnExecutor executor) : GrainCall(method, arguments)
{
    private readonly TaskCompletionSource<T>? _caller = method.OneWay ? null : new TaskCompletionSource<T>(executor.Completion);

    public T Result { get; private set; } = default!;

    public override object? UntypedResult
    {
        get => Result is Nothing ? null : Result;
        set => Result = value is null ? default! : (T)value;
    }

    /// <summary>What the caller awaits.</summary>
    public Task<T> Answer => _caller?.Task ?? Task.FromResult<T>(default!);

    protected override ValueTask InvokeCoreAsync(object target)
    {
        var running = method.Invoke(target, Arguments);
        if (running.IsCompletedSuccessfully)
        {
            Result = running.Result;
            return ValueTask.CompletedTask;
        }

        return AwaitAsync(running);
    }

    protected override void CompleteCaller(Exception? error)
    {
        if (error is null)
        {
            _caller?.TrySetResult(Result);
        }
        else if (error is OperationCanceledException)
        {
            // A cancelled task that still throws the original exception.
            _caller?.TrySetFromTask(CancelledTask(error));
        }
        else
        {
            _caller?.TrySetException(error);
        }
    }

    private static async Task<T> CancelledTask(Exception error)
    {
        await Task.CompletedTask;
        throw error;
    }

    private async ValueTask AwaitAsync(ValueTask<T> running) => Result = await running;
}
