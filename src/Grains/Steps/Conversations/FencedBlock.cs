namespace Granary.Grains.Steps.Conversations;

/// <summary>A fenced code block of Markdown.</summary>
/// <param name="Language">First word behind the opening fence; may be empty.</param>
/// <param name="Code">The lines between the fences, without the last line end.</param>
internal sealed record FencedBlock(string Language, string Code);
