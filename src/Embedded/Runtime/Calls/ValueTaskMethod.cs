using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>Returns <see cref="ValueTask"/>.</summary>
internal sealed class ValueTaskMethod(MethodInfo info) : GrainMethod<Nothing>(info, isVoid: false)
{
    private readonly Lazy<Func<object, object?[], ValueTask>> _invoke = new(() => MethodDelegate.Compile<ValueTask>(info));

    public override object Call(GrainProxy proxy, object?[] arguments) => new ValueTask(Send(proxy, arguments));

    public override async ValueTask<Nothing> Invoke(object target, object?[] arguments)
    {
        await _invoke.Value(target, arguments);
        return default;
    }
}
