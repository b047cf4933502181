using System.Collections.Immutable;
using System.Text.Json;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Validation;

/// <summary>Makes every check, in order, and tells all that is wrong. Immutable and thread-safe.</summary>
internal sealed class ValidationStep(string input, ImmutableArray<IValueCheck> checks, bool drops, int batchSize) : IColumnStep
{
    /// <inheritdoc/>
    public async ValueTask<StepOutcome> RunAsync(StepInput row, StepContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!row.Batch.IsDefault)
        {
            return await RunBatchAsync(row.Batch, context, cancellationToken);
        }

        List<(string Check, string Message)> errors = [];
        foreach (var check in checks)
        {
            var findings = await check.CheckAsync(ValueOf(row), context, cancellationToken);
            if (findings.Failure is { } failure)
            {
                return StepOutcome.Failed(failure);
            }

            errors.AddRange(findings.Messages.Select(message => (check.Name, message)));
        }

        return Loss(errors) is { } loss ? StepOutcome.Failed(loss) : StepOutcome.Of(DataJson.Build(writer => Write(writer, errors)));
    }

    private async Task<StepOutcome> RunBatchAsync(ImmutableArray<StepInput> rows, StepContext context, CancellationToken cancellationToken)
    {
        JsonElement[] values = [.. rows.Select(ValueOf)];
        var errors = Array.ConvertAll(values, static _ => new List<(string Check, string Message)>());
        foreach (var check in checks)
        {
            var findings = await check.CheckAllAsync(values, batchSize, context, cancellationToken);
            if (findings.Failure is { } failure)
            {
                return StepOutcome.Failed(failure);
            }

            for (var i = 0; i < values.Length; i++)
            {
                errors[i].AddRange(findings.Values[i].Messages.Select(message => (check.Name, message)));
            }
        }

        var made = DataJson.Build(writer =>
        {
            writer.WriteStartArray();
            Array.ForEach(errors, found => Write(writer, found));
            writer.WriteEndArray();
        });
        return StepOutcome.Of(made) with { RowFailures = [.. errors.Select(Loss)] };
    }

    private JsonElement ValueOf(StepInput row) => row.Values[input] is { ValueKind: not JsonValueKind.Undefined } found ? found : DataJson.Null;

    private StepFailure? Loss(List<(string Check, string Message)> errors) =>
        drops && errors.Count > 0 ? StepFailure.Permanent(StepFailureKinds.Validation, $"{errors[0].Check}: {errors[0].Message}") : null;

    private static void Write(Utf8JsonWriter writer, List<(string Check, string Message)> errors)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid", errors.Count == 0);
        writer.WriteStartArray("errors");
        foreach (var (check, message) in errors)
        {
            writer.WriteStartObject();
            writer.WriteString("check", check);
            writer.WriteString("message", message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
