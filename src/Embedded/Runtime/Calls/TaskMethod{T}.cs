using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>Returns <see cref="Task{TResult}"/>.</summary>
internal sealed class TaskMethod<T>(MethodInfo info) : GrainMethod<T>(info, isVoid: false)
{
    private readonly Lazy<Func<object, object?[], Task<T>>> _invoke = new(() => MethodDelegate.Compile<Task<T>>(info));

    public override object Call(GrainProxy proxy, object?[] arguments) => Send(proxy, arguments);

    public override ValueTask<T> Invoke(object target, object?[] arguments) => new(_invoke.Value(target, arguments));
}
