namespace Granary.Grains.Templates;

/// <summary>A stretch of a template: text, or the inside of <c>{{ }}</c>.</summary>
/// <param name="IsTag">The inside of a tag, without braces and white-space marks.</param>
/// <param name="Text">The stretch.</param>
/// <param name="Position">Character in the template where <paramref name="Text"/> starts, from 1.</param>
internal readonly record struct TemplatePiece(bool IsTag, string Text, int Position);
