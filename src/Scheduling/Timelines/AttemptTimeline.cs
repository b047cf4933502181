namespace Granary.Scheduling.Timelines;

/// <summary>The instants of one attempt of a call, in seconds; null where the event is not there.</summary>
/// <param name="AttemptId">Its id.</param>
public sealed record AttemptTimeline(string AttemptId)
{
    /// <summary>It asked for a permit.</summary>
    public double? RequestWaitStartedAt { get; internal set; }

    /// <summary>It had one.</summary>
    public double? RequestWaitCompletedAt { get; internal set; }

    /// <summary>The permit was given.</summary>
    public double? RequestLeaseAcquiredAt { get; internal set; }

    /// <summary>The call went out.</summary>
    public double? ModelRequestStartedAt { get; internal set; }

    /// <summary>The call was over.</summary>
    public double? ModelRequestCompletedAt { get; internal set; }

    /// <summary>The permit was back; may be before <see cref="ModelRequestCompletedAt"/>.</summary>
    public double? RequestLeaseReleasedAt { get; internal set; }

    /// <summary><c>ok</c> or the kind of failure; for an attempt without a permit its denial.</summary>
    public string? Outcome { get; internal set; }

    /// <summary>Its instants never run backwards, except that the lease may be released before the call counts as completed.</summary>
    public bool IsOrdered => TaskTimeline.Ascend(RequestWaitStartedAt, RequestWaitCompletedAt, RequestLeaseAcquiredAt, ModelRequestStartedAt, ModelRequestCompletedAt)
        && TaskTimeline.Ascend(ModelRequestStartedAt, RequestLeaseReleasedAt);
}
