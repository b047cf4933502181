using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>Returns <see cref="Task"/>.</summary>
internal sealed class TaskMethod(MethodInfo info) : GrainMethod<Nothing>(info, isVoid: false)
{
    private readonly Lazy<Func<object, object?[], Task>> _invoke = new(() => MethodDelegate.Compile<Task>(info));

    public override object Call(GrainProxy proxy, object?[] arguments) => Send(proxy, arguments);

    public override ValueTask<Nothing> Invoke(object target, object?[] arguments)
    {
        var running = _invoke.Value(target, arguments);
        return running.IsCompletedSuccessfully ? default : AwaitAsync(running);
    }

    private static async ValueTask<Nothing> AwaitAsync(Task running)
    {
        await running;
        return default;
    }
}
