namespace Granary.Grains.Expressions;

/// <summary>Why an expression is not one, or could not be evaluated.</summary>
/// <param name="Position">Character in the expression, from 1.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record ExpressionError(int Position, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Message} (at character {Position})";
}
