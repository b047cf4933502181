using System.Collections.Immutable;

namespace Granary.Grains.Steps.Conversations;

/// <summary>One criterion of a judge.</summary>
/// <param name="Name">Its member in the value.</param>
/// <param name="Description">What is asked.</param>
/// <param name="Options">Scores and their meaning, ascending.</param>
/// <param name="Numeric">Scores are whole numbers, not texts.</param>
internal sealed record Rubric(string Name, string? Description, ImmutableArray<(string Score, string Meaning)> Options, bool Numeric);
