namespace Granary.Abstractions.Jobs;

/// <summary>What a job tells a runner that reported.</summary>
[GenerateSerializer, Alias("granary.JobOrder")]
public enum JobOrder
{
    /// <summary>Go on.</summary>
    Go,

    /// <summary>Nobody wants this attempt any more.</summary>
    Stop,
}
