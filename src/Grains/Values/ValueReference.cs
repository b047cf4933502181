namespace Granary.Grains.Values;

/// <summary>A name that a template or an expression reads.</summary>
/// <param name="Name">The first part of the path: a column.</param>
/// <param name="Position">Character in the text, from 1.</param>
internal readonly record struct ValueReference(string Name, int Position);
