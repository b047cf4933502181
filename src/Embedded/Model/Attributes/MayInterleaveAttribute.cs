namespace Granary.Embedded;

/// <summary>
/// Names a method of the grain class, <c>bool Method(IInvokable)</c>, static or not, that says whether a call may interleave. It is asked for the call
/// that arrives and for the one that runs; one yes is enough.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MayInterleaveAttribute(string callbackMethodName) : Attribute
{
    internal string CallbackMethodName { get; } = callbackMethodName;
}
