namespace Granary.Grains.Templates;

/// <summary>What became of one rendering: exactly one of both.</summary>
/// <param name="Text">The text.</param>
/// <param name="Error">Why there is none.</param>
internal readonly record struct TemplateResult(string? Text, TemplateError? Error);
