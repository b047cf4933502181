namespace Granary.Abstractions.Models;

/// <summary>A complete chat answer.</summary>
/// <param name="Text">Content of the first choice.</param>
/// <param name="FinishReason"><c>stop</c>, <c>length</c> or what the provider said; null if it said nothing.</param>
/// <param name="Reasoning">Reasoning text where the provider returns it.</param>
public sealed record ModelAnswer(string Text, string? FinishReason, string? Reasoning = null);
