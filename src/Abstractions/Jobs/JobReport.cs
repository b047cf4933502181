using Granary.Abstractions.Executors;

namespace Granary.Abstractions.Jobs;

/// <summary>A runner's word that an attempt goes on.</summary>
/// <param name="Runner">Who runs it.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Progress">The latest progress; null: nothing new.</param>
/// <param name="WaitsFor">What the attempt waits for; null when its handler runs.</param>
[GenerateSerializer, Immutable, Alias("granary.JobReport")]
public sealed record JobReport(
    [property: Id(0)] JobRunnerId Runner, [property: Id(1)] int Attempt, [property: Id(2)] TaskProgress? Progress, [property: Id(3)] string? WaitsFor);
