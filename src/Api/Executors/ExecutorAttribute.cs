namespace Granary.Api.Executors;

/// <summary>Names the executor pool of a route made by <see cref="HandlerRoutes.MapHandler"/>; endpoint metadata, the last one counts.</summary>
/// <param name="pool">The pool. It must exist when the process starts.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class ExecutorAttribute(string pool) : Attribute
{
    /// <summary>The pool.</summary>
    public string Pool { get; } = pool;
}
