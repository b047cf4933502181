namespace Granary.Abstractions.Jobs;

/// <summary>queued → running → succeeded, failed or cancelled. A lost attempt goes back to queued.</summary>
[GenerateSerializer, Alias("granary.JobState")]
public enum JobState
{
    /// <summary>Stored; waits for its turn in its pool.</summary>
    Queued,

    /// <summary>An attempt is under way.</summary>
    Running,

    /// <summary>The end, with a result.</summary>
    Succeeded,

    /// <summary>The end, with an error.</summary>
    Failed,

    /// <summary>The end: somebody asked for it.</summary>
    Cancelled,
}
