using System.Collections.Immutable;
using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Grains.Steps.Schemas;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Conversations;

/// <summary>
/// Asks for a JSON value that fits a schema.
/// <para>1. A conversation opens with the column's messages. 2. The answer's value is found and checked. 3. One that does not fit is told what
/// is wrong in the same conversation, up to <c>corrections</c> times. 4. Then a new conversation begins, up to <c>restarts</c> times. 5. So
/// there are at most (1 + corrections) × (1 + restarts) calls; then the cell fails for good. A call that fails ends it at once: trying again is
/// the run's business.</para>
/// Immutable and thread-safe.
/// </summary>
internal sealed class StructuredConversation : IColumnStep
{
    private readonly ConversationPlan _plan;
    private readonly CompiledSchema _schema;
    private readonly StructuredSettings _settings;
    private readonly TimeProvider _time;
    private readonly string? _instruction;
    private readonly ImmutableDictionary<string, JsonElement> _parameters;

    public StructuredConversation(ConversationPlan plan, CompiledSchema schema, StructuredSettings settings, TimeProvider time)
    {
        (_plan, _schema, _settings, _time) = (plan, schema, settings, time);
        var shown = $"Answer with one JSON value that fits this JSON Schema, and with nothing else:\n{schema.Text}";
        var parts = (string?[])[settings.Instruction, settings.Native ? null : shown];
        _instruction = string.Join("\n\n", parts.OfType<string>()) is { Length: > 0 } text ? text : null;
        _parameters = settings.Native ? plan.Parameters.SetItem("response_format", ResponseFormat(plan.Column, schema)) : plan.Parameters;
    }

    /// <inheritdoc/>
    public async ValueTask<StepOutcome> RunAsync(StepInput input, StepContext context, CancellationToken cancellationToken)
    {
        if (_plan.Open(input, _instruction, out var unopened) is not { } opening)
        {
            return StepOutcome.Failed(unopened!);
        }

        var tally = new ModelTally(_time);
        var last = string.Empty;
        for (var restart = 0; restart <= _settings.Restarts; restart++)
        {
            var messages = new List<ChatMessage>(opening);
            for (var correction = 0; correction <= _settings.Corrections; correction++)
            {
                var result = await tally.CallAsync(context.Models, _plan.Call(messages, context, _parameters), cancellationToken);
                if (result.Answer is not { } answer)
                {
                    return tally.Failed(ModelFailures.Of(result.Failure!));
                }

                var value = AnswerJson.Find(answer.Text);
                var problems = value is { } found ? _schema.Check(found) : [new SchemaProblem(string.Empty, "the answer holds no JSON value")];
                if (problems.Count == 0)
                {
                    return tally.Made(value!.Value, _plan.Side(messages, answer, tally));
                }

                last = $"{problems[0].Pointer} {problems[0].Message}".TrimStart();
                messages.Add(new ChatMessage("assistant", answer.Text));
                messages.Add(new ChatMessage("user", Correction(problems)));
            }
        }

        var calls = (1 + _settings.Corrections) * (1 + _settings.Restarts);
        return tally.Failed(StepFailure.Permanent(StepFailureKinds.InvalidOutput, $"none of {calls} answers fitted the schema; the last: {last}"));
    }

    private static string Correction(IReadOnlyList<SchemaProblem> problems) =>
        "Your answer does not fit the JSON Schema:\n"
        + string.Join('\n', problems.Select(p => $"- {(p.Pointer.Length == 0 ? "the whole value" : p.Pointer)}: {p.Message}"))
        + "\nAnswer again with the corrected JSON value, and with nothing else.";

    private static JsonElement ResponseFormat(string column, CompiledSchema schema) => DataJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", "json_schema");
        writer.WriteStartObject("json_schema");
        writer.WriteString("name", column);
        writer.WritePropertyName("schema");
        schema.Source.WriteTo(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
