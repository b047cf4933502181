using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary><c>not x</c> and <c>-x</c>.</summary>
internal sealed class UnaryNode(int position, bool negation, ExpressionNode operand) : ExpressionNode(position)
{
    /// <inheritdoc/>
    public override DataShape Infer(ShapeScope scope)
    {
        var shape = operand.Infer(scope);
        if (negation ? !shape.MayBeBool : !shape.MayBeNumber)
        {
            scope.Mismatch(operand.Position, negation ? "bool after `not`" : "a number after `-`", shape.Name);
        }

        return negation ? DataShape.Bool : shape.IsUnknown ? DataShape.Unknown : shape with { Values = null };
    }

    /// <inheritdoc/>
    protected override DataValue Compute(ExpressionRun run)
    {
        var value = operand.Evaluate(run);
        if (negation)
        {
            return value.Kind == DataKind.Bool ? DataValue.Of(!value.AsBool()) : throw Fault($"`not` needs bool, found {value.KindName}");
        }

        return DataArithmetic.TryApply('-', DataValue.Of(0L), value, out var result, out var problem) ? result : throw Fault(problem);
    }
}
