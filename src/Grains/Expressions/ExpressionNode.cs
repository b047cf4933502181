using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary>A part of an expression. Immutable and thread-safe.</summary>
internal abstract class ExpressionNode(int position)
{
    /// <summary>Character in the expression, from 1.</summary>
    public int Position { get; } = position;

    /// <summary>The value.</summary>
    /// <exception cref="ExpressionFault">There is none.</exception>
    public DataValue Evaluate(ExpressionRun run)
    {
        run.Charge(1, Position);
        return Compute(run);
    }

    /// <summary>What is known of the value; problems go to the scope.</summary>
    public abstract DataShape Infer(ShapeScope scope);

    /// <summary>The value, already charged for.</summary>
    protected abstract DataValue Compute(ExpressionRun run);

    /// <summary>A fault at this place.</summary>
    protected ExpressionFault Fault(string message) => new(Position, message);
}
