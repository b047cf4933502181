namespace Granary.Grains.Expressions;

/// <summary>What became of a text: exactly one of both.</summary>
/// <param name="Expression">The executable form.</param>
/// <param name="Error">Why there is none.</param>
internal readonly record struct ExpressionParse(CompiledExpression? Expression, ExpressionError? Error);
