namespace Granary.Embedded.Runtime;

/// <summary>Gives turns a thread.</summary>
internal abstract class TurnExecutor
{
    /// <summary>True when every turn is chosen anew (simulation); false when an activation may run several in a row.</summary>
    public abstract bool OneTurnAtATime { get; }

    /// <summary>
    /// How tasks are completed that others wait for: on the thread pool by way of it, so that nobody's code runs within somebody else's; in simulation
    /// without it, since <c>Task.WhenAll</c> and its like would leave the thread. Awaits come back to their own context either way.
    /// </summary>
    public TaskCreationOptions Completion => OneTurnAtATime ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously;

    /// <summary>The item is run soon, once, on a thread of the executor and in an empty execution context.</summary>
    public abstract void Post(IThreadPoolWorkItem item);
}
