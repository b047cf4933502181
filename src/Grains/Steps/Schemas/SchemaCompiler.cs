using System.Text.Json;
using System.Text.RegularExpressions;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Schemas;

/// <summary>
/// Compiles JSON Schemas (2020-12, with the older <c>definitions</c>). Every keyword is either checked, known to say nothing about validity, or
/// refused: none is silently passed over. References stay inside the schema.
/// </summary>
internal sealed class SchemaCompiler
{
    /// <summary>Keywords that are checked.</summary>
    private static readonly string[] Checked =
    [
        "$ref", "additionalProperties", "allOf", "anyOf", "const", "contains", "dependentRequired", "else", "enum", "exclusiveMaximum", "exclusiveMinimum",
        "format", "if", "items", "maxItems", "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "not",
        "oneOf", "pattern", "patternProperties", "prefixItems", "properties", "propertyNames", "required", "then", "type", "uniqueItems",
    ];

    /// <summary>Keywords that describe and do not decide.</summary>
    private static readonly string[] Descriptive =
        ["$comment", "$defs", "$id", "$schema", "default", "definitions", "deprecated", "description", "examples", "readOnly", "title", "writeOnly"];

    private readonly JsonElement _root;
    private readonly List<SchemaProblem> _problems = [];
    private readonly Dictionary<string, SchemaNode> _byPointer = new(StringComparer.Ordinal);

    private SchemaCompiler(JsonElement root) => _root = root;

    /// <summary>The executable form, or null with every problem.</summary>
    public static CompiledSchema? Compile(JsonElement source, out IReadOnlyList<SchemaProblem> problems)
    {
        var compiler = new SchemaCompiler(source);
        problems = compiler._problems;
        if (System.Text.Encoding.UTF8.GetByteCount(source.GetRawText()) > SchemaLimits.Bytes)
        {
            compiler.Report(string.Empty, $"the schema is larger than {SchemaLimits.Bytes} bytes");
            return null;
        }

        var node = compiler.At(source, string.Empty);
        foreach (var pool in (string[])["$defs", "definitions"])
        {
            if (source.ValueKind == JsonValueKind.Object && source.TryGetProperty(pool, out var definitions))
            {
                compiler.Map(definitions, $"/{pool}");
            }
        }

        return compiler._problems.Count == 0 ? new CompiledSchema(source, node) : null;
    }

    private void Report(string pointer, string message) => _problems.Add(new SchemaProblem(pointer, message));

    // One node per place, so that references, also to a place around themselves, find the same one.
    private SchemaNode At(JsonElement schema, string pointer)
    {
        if (_byPointer.TryGetValue(pointer, out var known))
        {
            return known;
        }

        var node = new SchemaNode { Never = schema.ValueKind == JsonValueKind.False };
        _byPointer[pointer] = node;
        switch (schema.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                break;
            case JsonValueKind.Object:
                node.Rules = [.. Rules(new SchemaFields(schema, pointer, Report))];
                break;
            default:
                Report(pointer, "a schema is an object, true or false");
                break;
        }

        return node;
    }

    private IEnumerable<SchemaRule> Rules(SchemaFields fields)
    {
        foreach (var keyword in fields.Names.Where(k => !Checked.Contains(k, StringComparer.Ordinal) && !Descriptive.Contains(k, StringComparer.Ordinal)))
        {
            Report($"{fields.Pointer}/{keyword}", $"the keyword `{keyword}` is not checked. {NearestName.Hint(keyword, Checked, "keywords").Split(" Valid", 2)[0]}");
        }

        var types = fields.Words("type", ValueRule.Types);
        var values = fields.Values();
        if (types is not null || values is not null)
        {
            yield return new ValueRule(types, values);
        }

        if (fields.HasAny("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"))
        {
            yield return new NumberRule(
                fields.Number("minimum"), fields.Number("maximum"), fields.Number("exclusiveMinimum"), fields.Number("exclusiveMaximum"), fields.Number("multipleOf", positive: true));
        }

        if (fields.HasAny("minLength", "maxLength", "pattern", "format"))
        {
            yield return new TextRule(fields.Count("minLength"), fields.Count("maxLength"), fields.Pattern("pattern"), fields.Word("format", TextFormats.Names));
        }

        if (fields.HasAny("prefixItems", "items", "contains", "minItems", "maxItems", "uniqueItems"))
        {
            yield return new ListRule
            {
                First = Many(fields, "prefixItems"),
                Items = One(fields, "items"),
                Contains = One(fields, "contains"),
                Least = fields.Count("minItems"),
                Most = fields.Count("maxItems"),
                Unique = fields.Flag("uniqueItems"),
            };
        }

        if (fields.HasAny("properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties", "maxProperties", "dependentRequired"))
        {
            yield return new ObjectRule
            {
                Properties = fields.Find("properties") is { } properties ? Map(properties, $"{fields.Pointer}/properties") : new Dictionary<string, SchemaNode>(StringComparer.Ordinal),
                Required = fields.Texts("required"),
                Others = One(fields, "additionalProperties"),
                Patterns = Patterns(fields),
                Names = One(fields, "propertyNames"),
                Least = fields.Count("minProperties"),
                Most = fields.Count("maxProperties"),
                Dependent = fields.Dependent(),
            };
        }

        if (fields.HasAny("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "$ref"))
        {
            yield return new AlternativesRule
            {
                All = [.. Many(fields, "allOf"), .. Reference(fields)],
                Any = Many(fields, "anyOf"),
                One = Many(fields, "oneOf"),
                Not = One(fields, "not"),
                If = One(fields, "if"),
                Then = One(fields, "then"),
                Else = One(fields, "else"),
            };
        }
    }

    private SchemaNode? One(SchemaFields fields, string name) => fields.Find(name) is { } schema ? At(schema, $"{fields.Pointer}/{name}") : null;

    private List<SchemaNode> Many(SchemaFields fields, string name)
    {
        if (fields.Find(name) is not { } list)
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            Report($"{fields.Pointer}/{name}", "a list of schemas is expected");
            return [];
        }

        return [.. list.EnumerateArray().Select((schema, i) => At(schema, FormattableString.Invariant($"{fields.Pointer}/{name}/{i}")))];
    }

    private Dictionary<string, SchemaNode> Map(JsonElement map, string pointer)
    {
        if (map.ValueKind != JsonValueKind.Object)
        {
            Report(pointer, "an object of schemas is expected");
            return new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        }

        return map.EnumerateObject().ToDictionary(m => m.Name, m => At(m.Value, $"{pointer}/{SchemaPointer.Escape(m.Name)}"), StringComparer.Ordinal);
    }

    private List<(Regex Pattern, SchemaNode Schema)> Patterns(SchemaFields fields)
    {
        var patterns = new List<(Regex, SchemaNode)>();
        var schemas = fields.Find("patternProperties") is { } map ? Map(map, $"{fields.Pointer}/patternProperties") : [];
        foreach (var (name, schema) in schemas)
        {
            if (SchemaPattern.TryCompile(name, out var problem) is { } pattern)
            {
                patterns.Add((pattern, schema));
            }
            else
            {
                Report($"{fields.Pointer}/patternProperties", $"no regular expression: {problem}");
            }
        }

        return patterns;
    }

    private IEnumerable<SchemaNode> Reference(SchemaFields fields)
    {
        if (fields.Find("$ref") is not { } reference)
        {
            return [];
        }

        var place = $"{fields.Pointer}/$ref";
        if (reference.ValueKind != JsonValueKind.String || !reference.GetString()!.StartsWith('#'))
        {
            Report(place, "only references inside the schema are followed, such as #/$defs/name");
            return [];
        }

        var pointer = Uri.UnescapeDataString(reference.GetString()![1..]);
        if (SchemaPointer.Find(_root, pointer) is not { } target)
        {
            Report(place, $"the schema has no place {reference.GetString()}");
            return [];
        }

        return [At(target, pointer)];
    }
}
