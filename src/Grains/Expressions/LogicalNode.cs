using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary><c>a and b</c>, <c>a or b</c>; the right side is looked at only when it decides.</summary>
internal sealed class LogicalNode(int position, bool both, ExpressionNode left, ExpressionNode right) : ExpressionNode(position)
{
    private string Word => both ? "and" : "or";

    /// <inheritdoc/>
    public override DataShape Infer(ShapeScope scope)
    {
        foreach (var side in (ExpressionNode[])[left, right])
        {
            var shape = side.Infer(scope);
            if (!shape.MayBeBool)
            {
                scope.Mismatch(side.Position, $"bool beside `{Word}`", shape.Name);
            }
        }

        return DataShape.Bool;
    }

    /// <inheritdoc/>
    protected override DataValue Compute(ExpressionRun run) =>
        Truth(left, run) == both ? DataValue.Of(Truth(right, run)) : DataValue.Of(!both);

    private bool Truth(ExpressionNode side, ExpressionRun run)
    {
        var value = side.Evaluate(run);
        return value.Kind == DataKind.Bool ? value.AsBool() : throw Fault($"`{Word}` needs bool, found {value.KindName}");
    }
}
