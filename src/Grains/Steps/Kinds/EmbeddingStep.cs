using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Grains.Steps.Conversations;
using Granary.Grains.Templates;

namespace Granary.Grains.Steps.Kinds;

/// <summary>One call; the vector is the value. Immutable and thread-safe.</summary>
internal sealed class EmbeddingStep(string alias, CompiledTemplate input, int? dimensions, TimeProvider time) : IColumnStep
{
    private readonly Dictionary<string, JsonElement> _parameters = dimensions is { } asked
        ? new(StringComparer.Ordinal) { ["dimensions"] = JsonElement.Parse(asked.ToString(System.Globalization.CultureInfo.InvariantCulture)) }
        : [];

    /// <inheritdoc/>
    public async ValueTask<StepOutcome> RunAsync(StepInput row, StepContext context, CancellationToken cancellationToken)
    {
        var text = input.Render(new RowScope(row.Values));
        if (text.Error is { } error)
        {
            return StepOutcome.Failed(StepFailure.Permanent(StepFailureKinds.Template, error.ToString()));
        }

        var tally = new ModelTally(time);
        var call = new ModelCall(alias, [new ChatMessage("user", text.Text!)], _parameters, context.Caller, context.OnAdmissionWait, Embedding: true);
        var result = await tally.CallAsync(context.Models, call, cancellationToken);
        if (result.Answer is not { } answer)
        {
            return tally.Failed(ModelFailures.Of(result.Failure!));
        }

        var vector = JsonElement.Parse(answer.Text);
        return dimensions is { } wanted && vector.GetArrayLength() != wanted
            ? tally.Failed(StepFailure.Permanent(StepFailureKinds.InvalidOutput, $"The embedding has {vector.GetArrayLength()} dimensions, {wanted} were asked for."))
            : tally.Made(vector, Runs.Cells.CellMade.NoSide);
    }
}
