using Granary.Executors.Payloads;

namespace Granary.Executors.Handlers;

/// <summary>A registered handler; one of the two bodies is there.</summary>
internal sealed class TypedHandler<TIn, TOut>(
    string name,
    string module,
    Func<TIn, ExecutorContext, TOut>? blocking,
    Func<TIn, ExecutorContext, ValueTask<TOut>>? asynchronous,
    bool isIdempotent) : Handler(name, module, asynchronous is not null, isIdempotent)
{
    public override Type Input => typeof(TIn);

    public override Type Output => typeof(TOut);

    public override object? Read(in ExecutorPayload payload) => PayloadCodec.Read<TIn>(payload, PayloadRole.Argument);

    public override ExecutorPayload Write(object? result, int limit) => PayloadCodec.Write((TOut?)result, PayloadRole.Result, limit);

    public override ValueTask<object?> InvokeAsync(object? argument, ExecutorContext context)
    {
        if (blocking is not null)
        {
            return ValueTask.FromResult<object?>(blocking((TIn)argument!, context));
        }

        var pending = asynchronous!((TIn)argument!, context);
        return pending.IsCompletedSuccessfully ? ValueTask.FromResult<object?>(pending.Result) : AwaitAsync(pending);

        static async ValueTask<object?> AwaitAsync(ValueTask<TOut> pending) => await pending;
    }
}
