using Granary.Grains.Expressions;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Kinds;

/// <summary>Evaluates an expression and holds the value to the column's type.</summary>
internal sealed class ExpressionStep(CompiledExpression expression, DataType type) : IColumnStep
{
    /// <inheritdoc/>
    public ValueTask<StepOutcome> RunAsync(StepInput input, StepContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var result = expression.Evaluate(new RowScope(input.Values), context.Now);
        if (result.Error is { } error)
        {
            return ValueTask.FromResult(StepOutcome.Failed(StepFailure.Permanent(StepFailureKinds.Expression, error.ToString())));
        }

        var value = DataJson.Element(result.Value);
        return ValueTask.FromResult(TypeConversion.Fits(value, type, out var found)
            ? StepOutcome.Of(value)
            : StepOutcome.Failed(StepFailure.Permanent(StepFailureKinds.TypeMismatch, $"expected {type}, found {found}")));
    }
}
