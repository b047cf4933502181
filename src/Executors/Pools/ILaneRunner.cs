namespace Granary.Executors.Pools;

/// <summary>What carries the lanes of a pool. Started one task per lane at a time; calls <c>run</c> for each, never on the starter's thread.</summary>
internal interface ILaneRunner
{
    /// <summary>Runs the task on its lane; returns at once.</summary>
    void Start(ExecutorTask task);

    /// <summary>Lets idle lanes go; those that still run end with their task.</summary>
    void Stop();
}
