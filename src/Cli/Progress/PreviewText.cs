using System.Globalization;
using System.Text.Json;

namespace Granary.Cli.Progress;

/// <summary>A preview on the terminal: its rows as JSON lines, then what was dropped, spent and found.</summary>
internal static class PreviewText
{
    public static async Task WriteAsync(JsonElement preview, bool json, TextWriter output)
    {
        if (json)
        {
            await output.WriteLineAsync(preview.GetRawText());
            return;
        }

        foreach (var row in preview.GetProperty("rows").EnumerateArray())
        {
            await output.WriteLineAsync(row.GetRawText());
        }

        foreach (var row in preview.GetProperty("dropped").EnumerateArray())
        {
            await output.WriteLineAsync($"dropped: {row.GetRawText()}");
        }

        foreach (var column in preview.GetProperty("profile").EnumerateArray())
        {
            await output.WriteLineAsync(Column(column));
        }

        var usage = preview.GetProperty("usage");
        await output.WriteLineAsync(
            $"  usage     {usage.GetProperty("calls")} calls, {usage.GetProperty("inputTokens")} tokens in, {usage.GetProperty("outputTokens")} tokens out");
        if (preview.TryGetProperty("cost", out var cost) && cost.ValueKind == JsonValueKind.Object)
        {
            await output.WriteLineAsync($"  cost      {cost.GetProperty("amount")} {cost.GetProperty("currency")}");
        }
    }

    private static string Column(JsonElement column)
    {
        var about = column.GetProperty("distinctExact").GetBoolean() ? "" : "about ";
        var text = string.Create(
            CultureInfo.InvariantCulture, $"  {column.GetProperty("name").GetString(),-12}  {column.GetProperty("values")} values, {about}{column.GetProperty("distinct")} distinct");
        text += Range(column, "lengths", "length");
        text += Range(column, "numbers", "from");
        return column.GetProperty("nulls").GetInt64() is var nulls and > 0 ? $"{text}, {nulls} null" : text;
    }

    private static string Range(JsonElement column, string field, string word) =>
        column.TryGetProperty(field, out var range) && range.ValueKind == JsonValueKind.Object
            ? $", {word} {range.GetProperty("min")} to {range.GetProperty("max")}, mean {range.GetProperty("mean")}"
            : "";
}
