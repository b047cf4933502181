using Granary.Grains.Values;

namespace Granary.Grains.Steps;

/// <summary>Holds the values of a step to the column's <c>type</c>: one that does not fit fails the cell.</summary>
internal sealed class TypedStep(IColumnStep inner, DataType type) : IColumnStep
{
    /// <inheritdoc/>
    public async ValueTask<StepOutcome> RunAsync(StepInput input, StepContext context, CancellationToken cancellationToken)
    {
        var outcome = await inner.RunAsync(input, context, cancellationToken);
        return outcome.Failure is not null || TypeConversion.Fits(outcome.Value, type, out var found)
            ? outcome
            : outcome with { Value = default, Failure = StepFailure.Permanent(StepFailureKinds.TypeMismatch, $"expected {type}, found {found}") };
    }
}
