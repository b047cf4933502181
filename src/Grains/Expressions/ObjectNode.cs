using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary><c>{ name: value }</c>.</summary>
internal sealed class ObjectNode(int position, KeyValuePair<string, ExpressionNode>[] members) : ExpressionNode(position)
{
    /// <inheritdoc/>
    public override DataShape Infer(ShapeScope scope) =>
        DataShape.ObjectOf(members.Select(m => KeyValuePair.Create(m.Key, m.Value.Infer(scope))));

    /// <inheritdoc/>
    protected override DataValue Compute(ExpressionRun run) =>
        DataValue.Of(Array.ConvertAll(members, m => KeyValuePair.Create(m.Key, m.Value.Evaluate(run))));
}
