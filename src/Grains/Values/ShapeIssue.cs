namespace Granary.Grains.Values;

/// <summary>Something that cannot be right about a template or an expression, known from the shapes of the columns it uses.</summary>
/// <param name="Position">Character in the text, from 1.</param>
/// <param name="Unbound">A member that does not exist; false: a type that does not fit.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Hint">What to do.</param>
internal sealed record ShapeIssue(int Position, bool Unbound, string Message, string? Hint);
