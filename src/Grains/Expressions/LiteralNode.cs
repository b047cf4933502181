using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary>A constant.</summary>
internal sealed class LiteralNode(int position, DataValue value, DataShape shape) : ExpressionNode(position)
{
    /// <summary>The text, when it is one: <c>x['name']</c> is <c>x.name</c>.</summary>
    public string? Name => value.Kind == DataKind.String ? value.AsString() : null;

    /// <inheritdoc/>
    public override DataShape Infer(ShapeScope scope) => shape;

    /// <inheritdoc/>
    protected override DataValue Compute(ExpressionRun run) => value;
}
