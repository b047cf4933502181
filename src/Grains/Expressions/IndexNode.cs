using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary><c>x[i]</c>: an element of a list by number from 0, or a member of an object by name. What is not there is nothing.</summary>
internal sealed class IndexNode(int position, ExpressionNode of, ExpressionNode index) : ExpressionNode(position), INamedNode
{
    /// <inheritdoc/>
    public string Path { get; } = $"{(of as INamedNode)?.Path ?? "(…)"}[…]";

    /// <inheritdoc/>
    public override DataShape Infer(ShapeScope scope)
    {
        var whole = of.Infer(scope);
        var key = index.Infer(scope);
        if (whole.IsScalar)
        {
            scope.Mismatch(Position, "a list or an object before `[`", whole.Name);
        }
        else if (!key.MayBeText && key.Type.Kind != DataTypeKind.Int)
        {
            scope.Mismatch(index.Position, "a whole number or a name in `[ ]`", key.Name);
        }

        return whole.Type.Kind == DataTypeKind.List ? whole.Items ?? DataShape.Unknown : DataShape.Unknown;
    }

    /// <inheritdoc/>
    protected override DataValue Compute(ExpressionRun run)
    {
        var value = of.Evaluate(run);
        var key = index.Evaluate(run);
        run.ChargeText(value.Count, Position);
        return (value.Kind, key.Kind) switch
        {
            (DataKind.Null, _) => DataValue.Null,
            (DataKind.List, DataKind.Int) => value.Item(key.AsInt()),
            (DataKind.Object, DataKind.String) => value.Member(key.AsString()),
            _ => throw Fault($"{value.KindName} has no element by {key.KindName}"),
        };
    }
}
