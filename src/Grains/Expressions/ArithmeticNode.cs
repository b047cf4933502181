using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary><c>+ - * / %</c> of numbers; <c>+</c> also joins two texts.</summary>
internal sealed class ArithmeticNode(int position, char operation, ExpressionNode left, ExpressionNode right) : ExpressionNode(position)
{
    /// <inheritdoc/>
    public override DataShape Infer(ShapeScope scope)
    {
        var (a, b) = (left.Infer(scope), right.Infer(scope));
        var numbers = a.MayBeNumber && b.MayBeNumber;
        var texts = operation == '+' && a.MayBeText && b.MayBeText;
        if (!numbers && !texts)
        {
            scope.Mismatch(
                Position,
                operation == '+' ? "two numbers or two texts around `+`" : $"two numbers around `{operation}`",
                $"{a.Name} and {b.Name}",
                operation == '+' ? "Turn one into text with string(…)." : null);
            return DataShape.Unknown;
        }

        return (numbers, texts) switch
        {
            (true, true) => DataShape.Unknown,
            (false, _) => DataShape.Text,
            _ when operation == '/' => DataShape.Float,
            _ when a.Type.Kind == DataTypeKind.Int && b.Type.Kind == DataTypeKind.Int => DataShape.Int,
            _ when a.Type.Kind == DataTypeKind.Float || b.Type.Kind == DataTypeKind.Float => DataShape.Float,
            _ => DataShape.Unknown,
        };
    }

    /// <inheritdoc/>
    protected override DataValue Compute(ExpressionRun run)
    {
        var (a, b) = (left.Evaluate(run), right.Evaluate(run));
        if (operation == '+' && a.Kind == DataKind.String && b.Kind == DataKind.String)
        {
            run.ChargeText((long)a.AsString().Length + b.AsString().Length, Position);
            return DataValue.Of(a.AsString() + b.AsString());
        }

        return DataArithmetic.TryApply(operation, a, b, out var result, out var problem) ? result : throw Fault(problem);
    }
}
