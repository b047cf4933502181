using System.Text.Json;

namespace Granary.Grains.Steps.Schemas;

/// <summary><c>allOf</c>, <c>anyOf</c>, <c>oneOf</c>, <c>not</c>, <c>if</c>/<c>then</c>/<c>else</c>, and local references.</summary>
internal sealed class AlternativesRule : SchemaRule
{
    /// <summary>The value fits all of these: <c>allOf</c> and <c>$ref</c>.</summary>
    public IReadOnlyList<SchemaNode> All { get; init; } = [];

    /// <summary>It fits at least one of these.</summary>
    public IReadOnlyList<SchemaNode> Any { get; init; } = [];

    /// <summary>It fits exactly one of these.</summary>
    public IReadOnlyList<SchemaNode> One { get; init; } = [];

    /// <summary>It does not fit this.</summary>
    public SchemaNode? Not { get; init; }

    /// <summary>Decides between the next two.</summary>
    public SchemaNode? If { get; init; }

    /// <summary>What a value that fits <see cref="If"/> must fit.</summary>
    public SchemaNode? Then { get; init; }

    /// <summary>What another must fit.</summary>
    public SchemaNode? Else { get; init; }

    /// <inheritdoc/>
    public override void Check(JsonElement value, string pointer, SchemaCheck check)
    {
        foreach (var schema in All)
        {
            schema.Check(value, pointer, check);
        }

        if (Any.Count > 0 && !Any.Any(schema => schema.Fits(value, pointer, check)))
        {
            check.Add(pointer, $"fits none of the {Any.Count} alternatives");
        }

        if (One.Count > 0 && One.Count(schema => schema.Fits(value, pointer, check)) is not 1 and var fitting)
        {
            check.Add(pointer, $"fits {fitting} of the {One.Count} alternatives, exactly one is expected");
        }

        if (Not?.Fits(value, pointer, check) == true)
        {
            check.Add(pointer, "is of a kind that is not allowed here");
        }

        if (If is not null)
        {
            (If.Fits(value, pointer, check) ? Then : Else)?.Check(value, pointer, check);
        }
    }
}
