namespace Granary.Abstractions.Models;

/// <summary>Tokens of one or more calls.</summary>
/// <param name="InputTokens">Prompt tokens.</param>
/// <param name="OutputTokens">Completion tokens.</param>
/// <param name="Estimated">How many of both are our estimate, because the provider reported none.</param>
[GenerateSerializer, Immutable, Alias("granary.TokenUsage")]
public readonly record struct TokenUsage(
    [property: Id(0)] long InputTokens,
    [property: Id(1)] long OutputTokens,
    [property: Id(2)] long Estimated)
{
    /// <summary>The sum of both.</summary>
    public static TokenUsage operator +(TokenUsage left, TokenUsage right) => Add(left, right);

    /// <summary>The sum of both.</summary>
    public static TokenUsage Add(TokenUsage left, TokenUsage right) =>
        new(left.InputTokens + right.InputTokens, left.OutputTokens + right.OutputTokens, left.Estimated + right.Estimated);
}
