namespace Granary.Grains.Jobs.Running;

/// <summary>Where a job stands at its runner. Guarded by the runner's lock.</summary>
internal sealed class JobPlace
{
    /// <summary>It waits for its turn, or for the pause before it.</summary>
    public bool IsQueued { get; set; } = true;

    /// <summary>Its attempt, once the job has given one.</summary>
    public JobRun? Run { get; set; }

    /// <summary>It wants another attempt when this one has ended.</summary>
    public (JobTurn Turn, DateTimeOffset? NotBefore)? Again { get; set; }
}
