using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary>The answer of one evaluation.</summary>
/// <param name="Value">The value; nothing when there is an error.</param>
/// <param name="Error">Why there is no value.</param>
internal readonly record struct ExpressionResult(DataValue Value, ExpressionError? Error);
