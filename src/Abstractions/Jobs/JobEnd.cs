namespace Granary.Abstractions.Jobs;

/// <summary>The end of an attempt.</summary>
/// <param name="Runner">Who ran it.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Kind">How it ended.</param>
/// <param name="Result">The result, when it succeeded.</param>
/// <param name="Error">Why, when it failed or was lost.</param>
/// <param name="Final">Another attempt would only fail in the same way.</param>
[GenerateSerializer, Immutable, Alias("granary.JobEnd")]
public sealed record JobEnd(
    [property: Id(0)] JobRunnerId Runner,
    [property: Id(1)] int Attempt,
    [property: Id(2)] JobEndKind Kind,
    [property: Id(3)] JobBlob? Result,
    [property: Id(4)] JobError? Error,
    [property: Id(5)] bool Final);
