namespace Granary.Abstractions.Runs;

/// <summary>When a run should end.</summary>
/// <param name="At">Best guess; null when there is none yet.</param>
/// <param name="Basis">What the guess rests on, or why there is none.</param>
[GenerateSerializer, Immutable, Alias("granary.RunEta")]
public sealed record RunEta([property: Id(0)] DateTimeOffset? At, [property: Id(1)] string Basis);
