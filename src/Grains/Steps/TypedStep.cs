using System.Text.Json;
using Granary.Grains.Values;

namespace Granary.Grains.Steps;

/// <summary>Holds the values of a step to the column's <c>type</c>: one that does not fit fails the cell.</summary>
internal sealed class TypedStep(IColumnStep inner, DataType type) : IColumnStep
{
    /// <inheritdoc/>
    public async ValueTask<StepOutcome> RunAsync(StepInput input, StepContext context, CancellationToken cancellationToken)
    {
        var outcome = await inner.RunAsync(input, context, cancellationToken);
        if (!input.Batch.IsDefault && outcome is { Failure: null, Value.ValueKind: JsonValueKind.Array })
        {
            return outcome.Value.EnumerateArray().Select(Mistake).FirstOrDefault(static mistake => mistake is not null) is { } mistake
                ? outcome with { Value = default, Failure = mistake }
                : outcome;
        }

        return outcome.Failure is not null || TypeConversion.Fits(outcome.Value, type, out var found)
            ? outcome
            : outcome with { Value = default, Failure = Mismatch(found) };
    }

    private StepFailure? Mistake(JsonElement value) => TypeConversion.Fits(value, type, out var found) ? null : Mismatch(found);

    private StepFailure Mismatch(string found) => StepFailure.Permanent(StepFailureKinds.TypeMismatch, $"expected {type}, found {found}");
}
