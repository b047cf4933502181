using System.Collections.Immutable;
using System.Text.Json;
using Granary.Abstractions.Models;

namespace Granary.Grains.Steps.Conversations;

/// <summary>What a column asks a model, before a row fills it in. Immutable and thread-safe.</summary>
/// <param name="Column">The column, first part of the names of its side columns.</param>
/// <param name="Alias">The alias that is called.</param>
/// <param name="Messages">The opening messages.</param>
/// <param name="Parameters">Further fields of the request body.</param>
/// <param name="Capture">Which of <c>reasoning</c>, <c>trace</c>, <c>usage</c> are kept.</param>
internal sealed record ConversationPlan(
    string Column,
    string Alias,
    ImmutableArray<MessagePlan> Messages,
    ImmutableDictionary<string, JsonElement> Parameters,
    ImmutableArray<string> Capture)
{
    /// <summary>Full names of the side columns.</summary>
    public ImmutableArray<string> SideColumns => [.. Capture.Select(SideName)];

    /// <summary>The opening messages for a row, with an instruction of ours at the end of the system message; null with the failure.</summary>
    public List<ChatMessage>? Open(StepInput input, string? instruction, out StepFailure? failure)
    {
        failure = null;
        var row = new RowScope(input.Values);
        var messages = new List<ChatMessage>(Messages.Length + 1);
        foreach (var message in Messages)
        {
            var text = message.Content.Render(row);
            if (text.Error is { } error)
            {
                failure = StepFailure.Permanent(StepFailureKinds.Template, error.ToString());
                return null;
            }

            messages.Add(new ChatMessage(message.Role, text.Text!));
        }

        if (instruction is not null)
        {
            var system = messages.FindLastIndex(m => m.Role == "system");
            if (system < 0)
            {
                messages.Insert(0, new ChatMessage("system", instruction));
            }
            else
            {
                messages[system] = messages[system] with { Content = $"{messages[system].Content}\n\n{instruction}" };
            }
        }

        return messages;
    }

    /// <summary>The call for these messages, which it takes as they are now: the conversation may go on while the call is still looked at.</summary>
    public ModelCall Call(IReadOnlyList<ChatMessage> messages, StepContext context, IReadOnlyDictionary<string, JsonElement>? parameters = null) =>
        new(Alias, [.. messages], parameters ?? Parameters, context.Caller, context.OnAdmissionWait);

    /// <summary>The values of the side columns.</summary>
    public IReadOnlyDictionary<string, JsonElement> Side(IReadOnlyList<ChatMessage> messages, ModelAnswer answer, ModelTally tally) =>
        Capture.IsEmpty
            ? ImmutableDictionary<string, JsonElement>.Empty
            : Capture.ToImmutableDictionary(SideName, what => what switch
            {
                "reasoning" => answer.Reasoning is { } reasoning ? Values.DataJson.Element(reasoning) : Values.DataJson.Null,
                "usage" => tally.UsageJson(),
                _ => Trace(messages, answer),
            }, StringComparer.Ordinal);

    private string SideName(string what) => $"{Column}__{what}";

    private static JsonElement Trace(IReadOnlyList<ChatMessage> messages, ModelAnswer answer) => Values.DataJson.Build(writer =>
    {
        writer.WriteStartArray();
        foreach (var message in messages.Append(new ChatMessage("assistant", answer.Text)))
        {
            writer.WriteStartObject();
            writer.WriteString("role", message.Role);
            writer.WriteString("content", message.Content);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
