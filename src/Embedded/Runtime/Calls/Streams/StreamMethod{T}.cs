using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>Returns a stream of results.</summary>
internal sealed class StreamMethod<T> : GrainMethod
{
    private readonly Lazy<Func<object, object?[], IAsyncEnumerable<T>>> _invoke;

    public StreamMethod(MethodInfo info)
        : base(info, isVoid: false)
    {
        _invoke = new(() => MethodDelegate.Compile<IAsyncEnumerable<T>>(info));
        Step = new StreamStepMethod<T>(this);
    }

    /// <summary>The calls that a reader makes underneath.</summary>
    public StreamStepMethod<T> Step { get; }

    public override object Call(GrainProxy proxy, object?[] arguments) => new GrainStream<T>(this, proxy, arguments, GrainStream<T>.DefaultBatch);

    public IAsyncEnumerable<T> Invoke(object target, object?[] arguments) => _invoke.Value(target, arguments);
}
