using Granary.Abstractions.Executors;
using Granary.Abstractions.Jobs;

namespace Granary.Grains.Jobs.Lifecycle;

/// <summary>What is stored of a job. Changed by <see cref="JobCore"/> alone.</summary>
[GenerateSerializer, Alias("granary.JobGrainState")]
internal sealed class JobGrainState
{
    /// <summary>The job as it was asked for; null: there is none.</summary>
    [Id(0)]
    public JobRequest? Request { get; set; }

    /// <summary>Where it stands.</summary>
    [Id(1)]
    public JobState State { get; set; }

    /// <summary>When this state began.</summary>
    [Id(2)]
    public DateTimeOffset Since { get; set; }

    /// <summary>When it was submitted.</summary>
    [Id(3)]
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Number of the newest attempt. Written before that attempt runs, so a crash cannot hide it.</summary>
    [Id(4)]
    public int Attempt { get; set; }

    /// <summary>Attempts that were given back unfinished by a silo that stopped in order; they do not count.</summary>
    [Id(5)]
    public int Released { get; set; }

    /// <summary>Who has the newest attempt; null when nobody has.</summary>
    [Id(6)]
    public JobRunnerId? Runner { get; set; }

    /// <summary>When the newest attempt began.</summary>
    [Id(7)]
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it ended.</summary>
    [Id(8)]
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When it is deleted.</summary>
    [Id(9)]
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Latest progress that was worth a write.</summary>
    [Id(10)]
    public JobProgress? Progress { get; set; }

    /// <summary>Why it failed, or the attempt before.</summary>
    [Id(11)]
    public JobError? Error { get; set; }

    /// <summary>Why it was cancelled.</summary>
    [Id(12)]
    public string? Reason { get; set; }

    /// <summary>The result.</summary>
    [Id(13)]
    public JobBlob? Result { get; set; }

    /// <summary>The next attempt does not begin before this.</summary>
    [Id(14)]
    public DateTimeOffset? NotBefore { get; set; }
}
