using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary><c>== != &lt; &lt;= &gt; &gt;=</c>. Equality is asked of anything; order of two numbers or two texts.</summary>
internal sealed class ComparisonNode(int position, string operation, ExpressionNode left, ExpressionNode right) : ExpressionNode(position)
{
    private bool IsEquality => operation is "==" or "!=";

    /// <inheritdoc/>
    public override DataShape Infer(ShapeScope scope)
    {
        var (a, b) = (left.Infer(scope), right.Infer(scope));
        if (!IsEquality && !((a.MayBeNumber && b.MayBeNumber) || (a.MayBeText && b.MayBeText)))
        {
            scope.Mismatch(Position, $"two numbers or two texts around `{operation}`", $"{a.Name} and {b.Name}");
        }

        return DataShape.Bool;
    }

    /// <inheritdoc/>
    protected override DataValue Compute(ExpressionRun run)
    {
        var (a, b) = (left.Evaluate(run), right.Evaluate(run));
        run.ChargeText(a.Weight + b.Weight, Position);
        if (IsEquality)
        {
            return DataValue.Of(DataComparison.AreEqual(a, b) == (operation == "=="));
        }

        var order = DataComparison.Order(a, b) ?? throw Fault($"`{operation}` needs two numbers or two texts, found {a.KindName} and {b.KindName}");
        return DataValue.Of(operation switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        });
    }
}
