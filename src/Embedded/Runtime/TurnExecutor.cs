namespace Granary.Embedded.Runtime;

/// <summary>Gives turns a thread.</summary>
internal abstract class TurnExecutor
{
    /// <summary>True when every turn is chosen anew (simulation); false when an activation may run several in a row.</summary>
    public abstract bool OneTurnAtATime { get; }

    /// <summary>The item is run soon, once, on a thread of the executor and in an empty execution context.</summary>
    public abstract void Post(IThreadPoolWorkItem item);
}
