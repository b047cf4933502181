using Granary.Executors.Handlers;
using Granary.Executors.Payloads;

namespace Granary.Executors.Pools;

/// <summary>A task with the types its caller uses; those of its handler may be others, then values go through JSON.</summary>
internal sealed class TypedTask<TIn, TOut>(ExecutorCall call, TIn argument, Handler? handler, ExecutorPoolSettings settings) : ExecutorTask(call)
{
    private readonly TaskCompletionSource<ExecutorOutcome<TOut>> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ExecutorPayload _payload;

    /// <summary>What the caller awaits.</summary>
    public Task<ExecutorOutcome<TOut>> Outcome => _outcome.Task;

    public override ExecutorPayload Payload => _payload;

    public override bool MayBlock => handler is { Info.IsAsynchronous: false };

    public override bool IsSettled => _outcome.Task.IsCompleted;

    private int Limit => settings.Options.MaxPayload;

    /// <summary>On the caller's thread: writes the argument where another process takes it, or where it is checked that one could.</summary>
    /// <exception cref="PayloadException">It cannot be written.</exception>
    public void WriteArgument()
    {
        if (settings.ChecksSerialization)
        {
            _payload = PayloadCodec.Write(argument, PayloadRole.Argument, Limit);
        }
    }

    public override async ValueTask<TaskResult> RunLocallyAsync(LocalContext context)
    {
        try
        {
            var input = handler!.Input == typeof(TIn) ? argument : handler.Read(PayloadCodec.Write(argument, PayloadRole.Argument, Limit));
            ValueTask<object?> pending = default;
            InContext(() => pending = handler.InvokeAsync(input, context));
            return Take(await pending);
        }
        catch (Exception error)
        {
            return TaskResult.From(error);
        }
    }

    public override TaskResult Read(in ExecutorPayload payload)
    {
        try
        {
            return new TaskResult { Value = PayloadCodec.Read<TOut>(payload, PayloadRole.Result) };
        }
        catch (PayloadException error)
        {
            return TaskResult.From(error);
        }
    }

    public override void Settle(ExecutorStatus status, ExecutorFailure? failure) => _outcome.TrySetResult(
        failure is null ? new ExecutorOutcome<TOut>(status, (TOut?)Result!.Value, null) : new ExecutorOutcome<TOut>(status, default, failure));

    private TaskResult Take(object? output)
    {
        if (handler!.Output == typeof(TOut))
        {
            if (settings.ChecksSerialization)
            {
                handler.Write(output, Limit);
            }

            return new TaskResult { Value = output };
        }

        return new TaskResult { Value = PayloadCodec.Read<TOut>(handler.Write(output, Limit), PayloadRole.Result) };
    }
}
