using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary><c>[a, b]</c>.</summary>
internal sealed class ListNode(int position, ExpressionNode[] items) : ExpressionNode(position)
{
    /// <inheritdoc/>
    public override DataShape Infer(ShapeScope scope)
    {
        var shapes = Array.ConvertAll(items, item => item.Infer(scope));
        return shapes.Length > 0 && shapes[0].IsScalar && Array.TrueForAll(shapes, s => s.Type.Equals(shapes[0].Type))
            ? DataShape.ListOf(new DataShape(shapes[0].Type))
            : new DataShape(new DataType(DataTypeKind.List, DataType.Json));
    }

    /// <inheritdoc/>
    protected override DataValue Compute(ExpressionRun run) => DataValue.Of(Array.ConvertAll(items, item => item.Evaluate(run)));
}
