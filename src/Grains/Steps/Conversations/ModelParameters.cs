using System.Collections.Immutable;
using System.Text.Json;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Conversations;

/// <summary>Reads the <c>params</c> of a model column into the fields of a provider's request body.</summary>
internal static class ModelParameters
{
    private const int MostStops = 16;
    private const int MostTokens = 10_000_000;

    // Fields we write ourselves, or that would change how the answer has to be read.
    private static readonly string[] Reserved = ["messages", "model", "n", "response_format", "stream", "stream_options"];

    /// <summary>The fields, by the provider's names. Problems go to the reader's errors.</summary>
    public static ImmutableDictionary<string, JsonElement> Read(FieldReader fields)
    {
        var found = ImmutableDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
        Number("temperature", "temperature", 0, 2);
        Number("topP", "top_p", 0, 1);
        Number("minP", "min_p", 0, 1);
        Number("frequencyPenalty", "frequency_penalty", -2, 2);
        Number("presencePenalty", "presence_penalty", -2, 2);
        Number("repetitionPenalty", "repetition_penalty", 0, 10);
        Whole("topK", "top_k", 0, int.MaxValue);
        Whole("maxTokens", "max_tokens", 1, MostTokens);
        Whole("maxCompletionTokens", "max_completion_tokens", 1, MostTokens);
        Whole("seed", "seed", long.MinValue, long.MaxValue);
        if (fields.Text("reasoningEffort", 64) is { } effort)
        {
            found["reasoning_effort"] = DataJson.Element(effort);
        }

        Stop(fields, found);
        Extra(fields, found);
        fields.Close();
        return found.ToImmutable();

        void Number(string name, string field, double least, double most)
        {
            if (fields.Number(name, least, most) is not null)
            {
                found[field] = fields.Find(name)!.ToJson();
            }
        }

        void Whole(string name, string field, long least, long most)
        {
            if (fields.Whole(name, least, most) is { } value)
            {
                found[field] = DataJson.Element(DataValue.Of(value));
            }
        }
    }

    private static void Stop(FieldReader fields, ImmutableDictionary<string, JsonElement>.Builder found)
    {
        if (fields.Find("stop") is not { } stop)
        {
            return;
        }

        var texts = stop.Kind == DocumentNodeKind.Sequence ? stop.ReadList(fields.Errors, 1, MostStops) ?? [] : (IReadOnlyList<DocumentNode>)[stop];
        if (texts.Count > 0 && texts.All(t => t.ReadText(fields.Errors, 256) is not null))
        {
            found["stop"] = stop.ToJson();
        }
    }

    // Whatever else a provider understands, under its own name.
    private static void Extra(FieldReader fields, ImmutableDictionary<string, JsonElement>.Builder found)
    {
        if (fields.Inside("extra") is not { } extra)
        {
            return;
        }

        foreach (var member in extra.Place.Members)
        {
            if (Reserved.Contains(member.Name, StringComparer.Ordinal) || found.ContainsKey(member.Name))
            {
                fields.Errors.AddName(RunErrorCodes.BadValue, member, $"`{member.Name}` is set by Granary or by another parameter", "Remove it from `extra`.");
            }
            else
            {
                found[member.Name] = member.Value.ToJson();
            }
        }
    }
}
