namespace Granary.Grains.Templates;

/// <summary>A block whose end has not been read yet.</summary>
/// <param name="Name"><c>if</c>, <c>unless</c> or <c>each</c>.</param>
/// <param name="Position">Character in the template, from 1.</param>
internal sealed record OpenBlock(string Name, int Position);
