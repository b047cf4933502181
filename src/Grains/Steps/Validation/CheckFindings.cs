using System.Collections.Immutable;

namespace Granary.Grains.Steps.Validation;

/// <summary>What a check found.</summary>
/// <param name="Messages">What is wrong; empty when nothing is.</param>
/// <param name="Failure">Why the check could not be made; then nothing is known of the value.</param>
internal readonly record struct CheckFindings(ImmutableArray<string> Messages, StepFailure? Failure)
{
    /// <summary>Nothing is wrong.</summary>
    public static CheckFindings None { get; } = new([], null);

    /// <summary>One thing is wrong.</summary>
    public static CheckFindings One(string message) => new([message], null);
}
