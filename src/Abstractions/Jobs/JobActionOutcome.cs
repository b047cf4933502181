namespace Granary.Abstractions.Jobs;

/// <summary>What an action on a job did.</summary>
[GenerateSerializer, Alias("granary.JobActionOutcome")]
public enum JobActionOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>It was so already.</summary>
    AlreadySo,

    /// <summary>The job has ended otherwise.</summary>
    Conflict,

    /// <summary>There is no such job.</summary>
    NotFound,
}
