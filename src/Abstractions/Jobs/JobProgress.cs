using Granary.Abstractions.Executors;

namespace Granary.Abstractions.Jobs;

/// <summary>The latest progress of a job's attempt.</summary>
/// <param name="At">When it came.</param>
/// <param name="Progress">What the handler said.</param>
[GenerateSerializer, Immutable, Alias("granary.JobProgress")]
public sealed record JobProgress([property: Id(0)] DateTimeOffset At, [property: Id(1)] TaskProgress Progress);
