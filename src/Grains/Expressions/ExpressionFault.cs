namespace Granary.Grains.Expressions;

/// <summary>Leaves the parser or the evaluation from any depth; caught where they were entered, never seen outside.</summary>
internal sealed class ExpressionFault(int position, string message) : Exception(message)
{
    /// <summary>Character in the expression, from 1.</summary>
    public int Position { get; } = position;
}
