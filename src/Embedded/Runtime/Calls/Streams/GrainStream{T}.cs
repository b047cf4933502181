namespace Granary.Embedded.Runtime;

/// <summary>The caller's side of a stream: nothing happens before it is enumerated, and each enumeration calls the method anew.</summary>
internal sealed class GrainStream<T>(StreamMethod<T> method, GrainProxy proxy, object?[] arguments, int batchSize) : IAsyncEnumerable<T>
{
    public const int DefaultBatch = 100;

    public StreamMethod<T> Method { get; } = method;

    public int BatchSize { get; } = batchSize;

    public GrainStream<T> WithBatchSize(int size) => new(Method, proxy, arguments, size);

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var own = Method.TokenIndex >= 0 && arguments[Method.TokenIndex] is CancellationToken token ? token : CancellationToken.None;
        return new GrainStreamReader<T>(this, proxy, own, cancellationToken);
    }

    /// <summary>Calls the method, with a token of the grain's side.</summary>
    public IAsyncEnumerator<T> Open(object target, CancellationToken token)
    {
        var bound = (object?[])arguments.Clone();
        if (Method.TokenIndex >= 0)
        {
            bound[Method.TokenIndex] = token;
        }

        return Method.Invoke(target, bound).GetAsyncEnumerator(token);
    }
}
