namespace Granary.Embedded.Runtime;

/// <summary>
/// One step of reading a stream, a call that interleaves always: the elements are made in turns of the grain, between and beside its other calls.
/// Arguments: the step, and the reader's token.
/// </summary>
internal sealed class StreamStepMethod<T> : GrainMethod<StreamPage<T>>
{
    public StreamStepMethod(StreamMethod<T> method)
        : base(method.Info, isVoid: false)
    {
        AlwaysInterleave = true;
        TokenIndex = 1;
    }

    public override object Call(GrainProxy proxy, object?[] arguments) => Send(proxy, arguments);

    public Task<StreamPage<T>> SendAsync(GrainProxy proxy, StreamStep<T> step, CancellationToken token) => Send(proxy, [step, token]);

    public override ValueTask<StreamPage<T>> Invoke(object target, object?[] arguments) =>
        RuntimeContext.Activation!.Streams.StepAsync((StreamStep<T>)arguments[0]!, target, (CancellationToken)arguments[1]!);
}
