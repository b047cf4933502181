namespace Granary.Grains.Expressions;

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">An operator, a name, digits, or the content of a string.</param>
/// <param name="Position">Character in the expression, from 1.</param>
internal readonly record struct ExpressionToken(ExpressionTokenKind Kind, string Text, int Position);
