using System.Text.Json;

namespace Granary.Grains.Steps.Conversations;

/// <summary>Finds the JSON value in a model's answer: the whole text, else the first fenced block, else the first balanced object.</summary>
internal static class AnswerJson
{
    private const string Fence = "```";
    private const int MostStarts = 64;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The value, or null when there is none.</summary>
    public static JsonElement? Find(string answer)
    {
        if (TryParse(answer.AsMemory().Trim(), out var value) || (Fenced(answer) is { } block && TryParse(block, out value)))
        {
            return value;
        }

        var start = answer.IndexOf('{', StringComparison.Ordinal);
        for (var i = 0; i < MostStarts && start >= 0; i++)
        {
            var end = BalancedEnd(answer, start);
            if (end > start && TryParse(answer.AsMemory(start, end - start), out value))
            {
                return value;
            }

            start = answer.IndexOf('{', start + 1);
        }

        return null;
    }

    private static ReadOnlyMemory<char>? Fenced(string answer)
    {
        var open = answer.IndexOf(Fence, StringComparison.Ordinal);
        var line = open < 0 ? -1 : answer.IndexOf('\n', open);
        var close = line < 0 ? -1 : answer.IndexOf(Fence, line, StringComparison.Ordinal);
        return close < 0 ? null : answer.AsMemory(line, close - line).Trim();
    }

    // Where the object that starts here ends, or -1; braces inside strings do not count.
    private static int BalancedEnd(string text, int start)
    {
        var (depth, quoted) = (0, false);
        for (var i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '{' when !quoted:
                    depth++;
                    break;
                case '}' when !quoted && --depth == 0:
                    return i + 1;
            }
        }

        return -1;
    }

    private static bool TryParse(ReadOnlyMemory<char> text, out JsonElement value)
    {
        value = default;
        if (text.IsEmpty)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            value = document.RootElement.Clone();
            return Values.DataJson.IsSound(value);
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            // No JSON, or text with half of a surrogate pair: the next place is looked at.
            return false;
        }
    }
}
