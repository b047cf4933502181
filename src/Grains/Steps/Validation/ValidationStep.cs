using System.Collections.Immutable;
using System.Text.Json;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Validation;

/// <summary>Makes every check, in order, and tells all that is wrong. Immutable and thread-safe.</summary>
internal sealed class ValidationStep(string input, ImmutableArray<IValueCheck> checks, bool drops) : IColumnStep
{
    /// <inheritdoc/>
    public async ValueTask<StepOutcome> RunAsync(StepInput row, StepContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = row.Values[input];
        var value = found.ValueKind == JsonValueKind.Undefined ? DataJson.Null : found;
        List<(string Check, string Message)> errors = [];
        foreach (var check in checks)
        {
            var findings = await check.CheckAsync(value, context, cancellationToken);
            if (findings.Failure is { } failure)
            {
                return StepOutcome.Failed(failure);
            }

            errors.AddRange(findings.Messages.Select(message => (check.Name, message)));
        }

        return drops && errors.Count > 0
            ? StepOutcome.Failed(StepFailure.Permanent(StepFailureKinds.Validation, $"{errors[0].Check}: {errors[0].Message}"))
            : StepOutcome.Of(Value(errors));
    }

    private static JsonElement Value(List<(string Check, string Message)> errors) => DataJson.Build(writer =>
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
    });
}
