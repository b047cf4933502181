namespace Granary.Grains.Jobs.Lifecycle;

/// <summary>What follows from a decision about a job. The shell performs them in the order in which they stand here.</summary>
[Flags]
internal enum JobEffects
{
    /// <summary>Nothing changed.</summary>
    None = 0,

    /// <summary>Write the state before anything else happens.</summary>
    Persist = 1,

    /// <summary>The attempt that runs is not wanted any more: tell its runner.</summary>
    Stop = 2,

    /// <summary>Hand the job to this silo's runner.</summary>
    Dispatch = 4,

    /// <summary>The job has ended: tell the directory, leave the index.</summary>
    Settle = 8,

    /// <summary>Tell watchers of the new state.</summary>
    ShowState = 16,

    /// <summary>Tell watchers of progress.</summary>
    ShowProgress = 32,
}
