using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>Returns <see cref="ValueTask{TResult}"/>.</summary>
internal sealed class ValueTaskMethod<T>(MethodInfo info) : GrainMethod<T>(info, isVoid: false)
{
    private readonly Lazy<Func<object, object?[], ValueTask<T>>> _invoke = new(() => MethodDelegate.Compile<ValueTask<T>>(info));

    public override object Call(GrainProxy proxy, object?[] arguments) => new ValueTask<T>(Send(proxy, arguments));

    public override ValueTask<T> Invoke(object target, object?[] arguments) => _invoke.Value(target, arguments);
}
