using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary><c>a ? b : c</c>; only the chosen side is evaluated.</summary>
internal sealed class ConditionalNode(int position, ExpressionNode condition, ExpressionNode then, ExpressionNode otherwise) : ExpressionNode(position)
{
    /// <inheritdoc/>
    public override DataShape Infer(ShapeScope scope)
    {
        var shape = condition.Infer(scope);
        if (!shape.MayBeBool)
        {
            scope.Mismatch(condition.Position, "bool before `?`", shape.Name);
        }

        var (a, b) = (then.Infer(scope), otherwise.Infer(scope));
        return (a.Type.Kind, b.Type.Kind) switch
        {
            _ when a.Type.Equals(b.Type) && a.IsScalar => new DataShape(a.Type),
            (DataTypeKind.Int, DataTypeKind.Float) or (DataTypeKind.Float, DataTypeKind.Int) => DataShape.Float,
            _ => DataShape.Unknown,
        };
    }

    /// <inheritdoc/>
    protected override DataValue Compute(ExpressionRun run)
    {
        var value = condition.Evaluate(run);
        return value.Kind == DataKind.Bool
            ? (value.AsBool() ? then : otherwise).Evaluate(run)
            : throw Fault($"`?` needs bool, found {value.KindName}");
    }
}
