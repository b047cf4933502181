using System.Text.Json;
using System.Text.RegularExpressions;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Schemas;

/// <summary><c>minLength</c>, <c>maxLength</c>, <c>pattern</c>, <c>format</c>.</summary>
internal sealed class TextRule(long? least, long? most, Regex? pattern, string? format) : SchemaRule
{
    /// <inheritdoc/>
    public override void Check(JsonElement value, string pointer, SchemaCheck check)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return;
        }

        var text = value.GetString()!;
        var length = least is null && most is null ? 0 : DataText.Length(text);
        if (length < least)
        {
            check.Add(pointer, $"must have at least {least} characters, has {length}");
        }

        if (length > most)
        {
            check.Add(pointer, $"must have at most {most} characters, has {length}");
        }

        if (pattern is not null && !SchemaPattern.IsMatch(pattern, text))
        {
            check.Add(pointer, $"must match the pattern {pattern}");
        }

        if (format is not null && !TextFormats.Fits(text, format))
        {
            check.Add(pointer, $"must be a {format}");
        }
    }
}
