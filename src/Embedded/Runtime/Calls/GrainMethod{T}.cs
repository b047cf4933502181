using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>A method whose calls have a result of that type.</summary>
internal abstract class GrainMethod<T>(MethodInfo info, bool isVoid) : GrainMethod(info, isVoid)
{
    /// <summary>Runs the method on the object. Exceptions before the first await may come out at once.</summary>
    public abstract ValueTask<T> Invoke(object target, object?[] arguments);

    protected Task<T> Send(GrainProxy proxy, object?[] arguments)
    {
        var origin = RuntimeContext.Origin ?? proxy.Origin;
        return origin.Send(new GrainCall<T>(this, arguments, origin.Executor) { TargetId = proxy.GrainId, TargetClass = proxy.Class });
    }
}
