using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>Returns nothing, and is one-way for that: notices to observers.</summary>
internal sealed class VoidMethod(MethodInfo info) : GrainMethod<Nothing>(info, isVoid: true)
{
    private readonly Lazy<Func<object, object?[], Nothing>> _invoke = new(() => MethodDelegate.Compile<Nothing>(info));

    public override object? Call(GrainProxy proxy, object?[] arguments)
    {
        _ = Send(proxy, arguments);
        return null;
    }

    public override ValueTask<Nothing> Invoke(object target, object?[] arguments) => new(_invoke.Value(target, arguments));
}
