using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary><c>x.name</c>: a member of an object. Nothing has no members, so the member of nothing is nothing.</summary>
internal sealed class MemberNode(int position, ExpressionNode of, string name) : ExpressionNode(position), INamedNode
{
    /// <inheritdoc/>
    public string Path { get; } = $"{(of as INamedNode)?.Path ?? "(…)"}.{name}";

    /// <inheritdoc/>
    public override DataShape Infer(ShapeScope scope) =>
        scope.Member(of.Infer(scope), name, Position, (of as INamedNode)?.Path ?? "(…)");

    /// <inheritdoc/>
    protected override DataValue Compute(ExpressionRun run)
    {
        var value = of.Evaluate(run);
        run.ChargeText(value.Count, Position);
        return value.Kind is DataKind.Object or DataKind.Null
            ? value.Member(name)
            : throw Fault($"`.{name}` needs an object, found {value.KindName}");
    }
}
