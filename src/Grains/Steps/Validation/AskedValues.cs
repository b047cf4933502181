using System.Collections.Immutable;
using System.Text.Json;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Validation;

/// <summary>What somebody outside is asked, and what the answer to several values means: a list with one answer (<see cref="CheckAnswer"/>) for each, in order.</summary>
internal static class AskedValues
{
    /// <summary>The name of a value that is asked about alone.</summary>
    public const string One = "value";

    /// <summary>The name of several values.</summary>
    public const string Several = "values";

    /// <summary>The argument for one value.</summary>
    public static JsonElement Argument(JsonElement value, ImmutableArray<KeyValuePair<string, JsonElement>> parameters) => Build(One, value.WriteTo, parameters);

    /// <summary>The argument for several.</summary>
    public static JsonElement Argument(IReadOnlyList<JsonElement> values, ImmutableArray<KeyValuePair<string, JsonElement>> parameters) => Build(
        Several,
        writer =>
        {
            writer.WriteStartArray();
            foreach (var value in values)
            {
                value.WriteTo(writer);
            }

            writer.WriteEndArray();
        },
        parameters);

    /// <summary>Asks about at most <paramref name="batchSize"/> values at once, one call after another.</summary>
    public static async ValueTask<ManyFindings> AskAsync(IReadOnlyList<JsonElement> values, int batchSize, Func<IReadOnlyList<JsonElement>, Task<ManyFindings>> ask)
    {
        var findings = ImmutableArray.CreateBuilder<CheckFindings>(values.Count);
        foreach (var part in values.Chunk(batchSize))
        {
            var found = await ask(part);
            if (found.Failure is not null)
            {
                return found;
            }

            findings.AddRange(found.Values);
        }

        return new ManyFindings(findings.MoveToImmutable(), null);
    }

    /// <summary>Reads the answer to so many values.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="count">How many were asked about.</param>
    /// <param name="who">Who answered, for messages.</param>
    public static ManyFindings Read(JsonElement answer, int count, string who)
    {
        if (answer.ValueKind != JsonValueKind.Array || answer.GetArrayLength() != count)
        {
            var found = answer.ValueKind == JsonValueKind.Array ? $"{answer.GetArrayLength()} answers" : "no list";
            return new ManyFindings([], StepFailure.Permanent(StepFailureKinds.BatchSizeMismatch, $"{who} returned {found} for {count} values"));
        }

        var findings = ImmutableArray.CreateBuilder<CheckFindings>(count);
        foreach (var one in answer.EnumerateArray())
        {
            if (CheckAnswer.Read(one) is not { } messages)
            {
                return new ManyFindings([], StepFailure.Permanent(
                    StepFailureKinds.TypeMismatch, $"{who} must answer true, false, null, text, or an object with `valid` for each value; one answer is {one.ValueKind}"));
            }

            findings.Add(new CheckFindings(messages, null));
        }

        return new ManyFindings(findings.MoveToImmutable(), null);
    }

    private static JsonElement Build(string name, Action<Utf8JsonWriter> write, ImmutableArray<KeyValuePair<string, JsonElement>> parameters) => DataJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName(name);
        write(writer);
        foreach (var (parameter, value) in parameters)
        {
            writer.WritePropertyName(parameter);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });
}
