using System.Text;
using System.Text.Json;

namespace Granary.Executors.Pools;

/// <summary>Bounds of what a handler says about its progress.</summary>
internal static class ProgressBounds
{
    public const int MessageBytes = 1024;
    public const int DataBytes = 4096;

    /// <summary>Most reports of one call in a second.</summary>
    public const int PerSecond = 10;

    /// <summary>A report within the bounds.</summary>
    public static ExecutorProgress Cut(double? percent, string? message, JsonElement? data) => new(
        percent is { } value && double.IsFinite(value) ? Math.Clamp(value, 0, 100) : null,
        message is null ? null : Text(message, MessageBytes),
        data is { ValueKind: not JsonValueKind.Undefined } element && Encoding.UTF8.GetByteCount(element.GetRawText()) <= DataBytes ? element.Clone() : null);

    /// <summary>The text, cut to so many bytes of UTF-8 between two characters.</summary>
    public static string Text(string text, int bytes)
    {
        if (text.Length <= bytes / 3 || Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        var cut = new StringBuilder();
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            used += rune.Utf8SequenceLength;
            if (used > bytes)
            {
                break;
            }

            cut.Append(rune);
        }

        return cut.ToString();
    }
}
