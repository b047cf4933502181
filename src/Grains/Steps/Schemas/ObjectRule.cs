using System.Text.Json;
using System.Text.RegularExpressions;

namespace Granary.Grains.Steps.Schemas;

/// <summary>
/// <c>properties</c>, <c>required</c>, <c>additionalProperties</c>, <c>patternProperties</c>, <c>propertyNames</c>, <c>minProperties</c>,
/// <c>maxProperties</c>, <c>dependentRequired</c>.
/// </summary>
internal sealed class ObjectRule : SchemaRule
{
    /// <summary>Schemas by name.</summary>
    public IReadOnlyDictionary<string, SchemaNode> Properties { get; init; } = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);

    /// <summary>Names that must be there.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Schema of all other members.</summary>
    public SchemaNode? Others { get; init; }

    /// <summary>Schemas by pattern of the name.</summary>
    public IReadOnlyList<(Regex Pattern, SchemaNode Schema)> Patterns { get; init; } = [];

    /// <summary>Schema of the names.</summary>
    public SchemaNode? Names { get; init; }

    /// <summary>Members at least.</summary>
    public long? Least { get; init; }

    /// <summary>Members at most.</summary>
    public long? Most { get; init; }

    /// <summary>Names that must be there when another one is.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Dependent { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override void Check(JsonElement value, string pointer, SchemaCheck check)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        Missing(value, Required, pointer, check, string.Empty);
        foreach (var (name, needed) in Dependent)
        {
            if (value.TryGetProperty(name, out _))
            {
                Missing(value, needed, pointer, check, $" beside `{name}`");
            }
        }

        var count = 0;
        foreach (var member in value.EnumerateObject())
        {
            count++;
            CheckMember(member, pointer, check);
        }

        if (count < Least)
        {
            check.Add(pointer, $"must have at least {Least} members, has {count}");
        }

        if (count > Most)
        {
            check.Add(pointer, $"must have at most {Most} members, has {count}");
        }
    }

    private void CheckMember(JsonProperty member, string pointer, SchemaCheck check)
    {
        var place = $"{pointer}/{member.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
        var known = Properties.TryGetValue(member.Name, out var schema);
        schema?.Check(member.Value, place, check);
        foreach (var (pattern, byPattern) in Patterns)
        {
            if (SchemaPattern.IsMatch(pattern, member.Name))
            {
                known = true;
                byPattern.Check(member.Value, place, check);
            }
        }

        if (!known && Others is { Never: true })
        {
            check.Add(pointer, $"must not have the member `{member.Name}`");
        }
        else if (!known)
        {
            Others?.Check(member.Value, place, check);
        }

        if (Names?.Fits(Values.DataJson.Element(member.Name), pointer, check) == false)
        {
            check.Add(pointer, $"must not have a member named `{member.Name}`");
        }
    }

    private static void Missing(JsonElement value, IReadOnlyList<string> names, string pointer, SchemaCheck check, string why)
    {
        foreach (var name in names)
        {
            if (!value.TryGetProperty(name, out _))
            {
                check.Add(pointer, $"must have the member `{name}`{why}");
            }
        }
    }
}
