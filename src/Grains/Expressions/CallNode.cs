using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary>A call of one of <see cref="ExpressionFunctions"/>.</summary>
internal sealed class CallNode(int position, ExpressionFunction function, ExpressionNode[] arguments) : ExpressionNode(position)
{
    /// <inheritdoc/>
    public override DataShape Infer(ShapeScope scope)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var shape = arguments[i].Infer(scope);
            if (function.Accepts?.Invoke(i, shape) == false)
            {
                scope.Mismatch(arguments[i].Position, $"{function.Expects} in {function.Name}(…)", shape.Name);
            }
        }

        return function.Gives;
    }

    /// <inheritdoc/>
    protected override DataValue Compute(ExpressionRun run)
    {
        if (function.FirstPresent)
        {
            return FirstPresent(run);
        }

        var values = Array.ConvertAll(arguments, a => a.Evaluate(run));
        foreach (var value in values)
        {
            run.ChargeText(value.Weight, Position);
        }

        return function.Apply(values, new ExpressionCall(run, Position, function.Name));
    }

    private DataValue FirstPresent(ExpressionRun run)
    {
        foreach (var argument in arguments)
        {
            var value = argument.Evaluate(run);
            if (!value.IsNull)
            {
                return value;
            }
        }

        return DataValue.Null;
    }
}
