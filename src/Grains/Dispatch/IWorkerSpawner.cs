namespace Granary.Grains.Dispatch;

/// <summary>Gives workers a place to run. A simulation puts them on its own scheduler, so that their order is part of the seed.</summary>
internal interface IWorkerSpawner
{
    /// <summary>
    /// Starts the work soon, in an empty execution context, never before this returns. Thread-safe. The work handles its own exceptions.
    /// </summary>
    void Spawn(Func<Task> work);
}
