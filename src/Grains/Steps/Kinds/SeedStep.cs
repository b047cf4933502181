using System.Text.Json;
using Granary.Grains.Seeds;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Kinds;

/// <summary>Takes a field of the row's record. Text of a CSV dataset is read as the column's type; JSON must fit it.</summary>
internal sealed class SeedStep(ISeedDataset seed, string field, DataType type) : IColumnStep
{
    /// <inheritdoc/>
    public ValueTask<StepOutcome> RunAsync(StepInput input, StepContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = seed.Field(input.Row, field);
        var value = found.ValueKind == JsonValueKind.Undefined ? DataJson.Null : found;
        if (seed.IsText && value.ValueKind == JsonValueKind.String && type.Kind != DataTypeKind.Json)
        {
            return ValueTask.FromResult(TypeConversion.TryRead(value.GetString()!, type, out var read)
                ? StepOutcome.Of(read)
                : StepOutcome.Failed(StepFailure.Permanent(StepFailureKinds.TypeMismatch, $"the field `{field}` cannot be read as {type}")));
        }

        return ValueTask.FromResult(TypeConversion.Fits(value, type, out var kind)
            ? StepOutcome.Of(value)
            : StepOutcome.Failed(StepFailure.Permanent(StepFailureKinds.TypeMismatch, $"expected {type}, the field `{field}` holds {kind}")));
    }
}
