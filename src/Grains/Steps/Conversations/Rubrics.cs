using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Conversations;

/// <summary>The criteria of a judge: read from a document, shown to the model, and the schema its answer must fit.</summary>
internal static class Rubrics
{
    private const int Most = 20;
    private const int MostOptions = 50;

    /// <summary>Reads <c>rubrics</c>; empty, reported, when something is wrong.</summary>
    public static ImmutableArray<Rubric> Read(FieldReader fields)
    {
        var before = fields.Errors.Count;
        var names = new HashSet<string>(StringComparer.Ordinal);
        var rubrics = ImmutableArray.CreateBuilder<Rubric>();
        foreach (var item in fields.Required("rubrics")?.ReadList(fields.Errors, 1, Most) ?? [])
        {
            var inside = new FieldReader(item, fields.Errors);
            var name = inside.Required("name")?.ReadText(fields.Errors, 64);
            var description = inside.Text("description", 4096);
            var options = Options(inside);
            inside.Close();
            if (name is not null && (!ColumnNames.IsValid(name) || !names.Add(name)))
            {
                fields.Errors.Add(RunErrorCodes.BadValue, inside.Find("name")!, $"`{name}` is used twice or is no name", $"Names are unique and {ColumnNames.Rule}.");
            }

            if (name is not null && options.Length > 0)
            {
                var numeric = options.All(o => long.TryParse(o.Score, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
                rubrics.Add(new Rubric(name, description, Sorted(options, numeric), numeric));
            }
        }

        return fields.Errors.Count == before ? rubrics.ToImmutable() : [];
    }

    /// <summary>What the model is told.</summary>
    public static string Instruction(ImmutableArray<Rubric> rubrics)
    {
        var text = new StringBuilder("Judge what you are shown by each of these criteria. Give the reasoning first, then one of the listed scores.");
        foreach (var rubric in rubrics)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n\n{rubric.Name}");
            text.Append(rubric.Description is null ? string.Empty : $": {rubric.Description}");
            foreach (var (score, meaning) in rubric.Options)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n- {score}: {meaning}");
            }
        }

        return text.ToString();
    }

    /// <summary>The schema of the answer: for each criterion an object with reasoning and score.</summary>
    public static JsonElement Schema(ImmutableArray<Rubric> rubrics) => DataJson.Build(writer =>
    {
        Open(writer, rubrics.Select(r => r.Name));
        foreach (var rubric in rubrics)
        {
            writer.WriteStartObject(rubric.Name);
            Open(writer, ["reasoning", "score"]);
            writer.WriteStartObject("reasoning");
            writer.WriteString("type", "string");
            writer.WriteEndObject();
            writer.WriteStartObject("score");
            writer.WriteString("type", rubric.Numeric ? "integer" : "string");
            writer.WriteStartArray("enum");
            foreach (var (score, _) in rubric.Options)
            {
                if (rubric.Numeric)
                {
                    writer.WriteNumberValue(long.Parse(score, CultureInfo.InvariantCulture));
                }
                else
                {
                    writer.WriteStringValue(score);
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void Open(Utf8JsonWriter writer, IEnumerable<string> members)
    {
        if (writer.CurrentDepth == 0)
        {
            writer.WriteStartObject();
        }

        writer.WriteString("type", "object");
        writer.WriteBoolean("additionalProperties", false);
        writer.WriteStartArray("required");
        foreach (var member in members)
        {
            writer.WriteStringValue(member);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("properties");
    }

    // By score, so that the prompt does not depend on how the document was written.
    private static ImmutableArray<(string Score, string Meaning)> Sorted(ImmutableArray<(string Score, string Meaning)> options, bool numeric) => numeric
        ? [.. options.OrderBy(o => long.Parse(o.Score, CultureInfo.InvariantCulture))]
        : [.. options.OrderBy(o => o.Score, StringComparer.Ordinal)];

    private static ImmutableArray<(string Score, string Meaning)> Options(FieldReader fields)
    {
        if (fields.Required("options") is not { } node)
        {
            return [];
        }

        if (node.Kind != DocumentNodeKind.Mapping || node.Members.Count is 0 or > MostOptions)
        {
            fields.Errors.Add(RunErrorCodes.BadValue, node, $"a mapping of 1 to {MostOptions} scores to their meaning is expected, found {node.Described}");
            return [];
        }

        return [.. node.Members.Select(m => (m.Name, m.Value.ReadText(fields.Errors, 1024) ?? string.Empty))];
    }
}
