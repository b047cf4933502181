namespace Granary.Abstractions.Jobs;

/// <summary>One job in its tenant's directory.</summary>
/// <param name="Id">The job.</param>
/// <param name="Pool">Its pool.</param>
/// <param name="CreatedAt">When it was submitted.</param>
/// <param name="End">How it ended; null while it has not.</param>
/// <param name="ExpiresAt">When it is to be deleted; null before the end.</param>
[GenerateSerializer, Immutable, Alias("granary.JobEntry")]
public sealed record JobEntry(
    [property: Id(0)] string Id,
    [property: Id(1)] string Pool,
    [property: Id(2)] DateTimeOffset CreatedAt,
    [property: Id(3)] JobState? End,
    [property: Id(4)] DateTimeOffset? ExpiresAt);
