using System.Collections.Immutable;
using System.Text.Json;

namespace Granary.Grains.Steps.Validation;

/// <summary>
/// What a handler or a service answered to a check: nothing or <c>true</c> is right, <c>false</c> is wrong, a text says what is wrong, a list has such
/// texts, and an object has <c>valid</c> and, if it likes, <c>message</c> or <c>errors</c>.
/// </summary>
internal static class CheckAnswer
{
    private const int Most = 10;
    private const int Longest = 1024;

    /// <summary>The findings; null when the answer is none of these.</summary>
    public static ImmutableArray<string>? Read(JsonElement answer) => answer.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.True => [],
        JsonValueKind.False => ["is not valid"],
        JsonValueKind.String or JsonValueKind.Array => Messages(answer),
        JsonValueKind.Object => ReadObject(answer),
        _ => null,
    };

    private static ImmutableArray<string>? ReadObject(JsonElement answer)
    {
        if (!answer.TryGetProperty("valid", out var valid) || valid.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return null;
        }

        if (valid.ValueKind == JsonValueKind.True)
        {
            return [];
        }

        ImmutableArray<string> said = answer.TryGetProperty("errors", out var errors) ? Messages(errors)
            : answer.TryGetProperty("message", out var message) ? Messages(message)
            : [];
        return said.IsEmpty ? ["is not valid"] : said;
    }

    private static ImmutableArray<string> Messages(JsonElement said) => said.ValueKind switch
    {
        JsonValueKind.String => [Cut(said.GetString()!)],
        JsonValueKind.Array => [.. said.EnumerateArray().Take(Most).SelectMany(static item => Messages(item))],
        JsonValueKind.Object when said.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String => [Cut(message.GetString()!)],
        JsonValueKind.Null or JsonValueKind.Undefined => [],
        _ => [Cut(said.GetRawText())],
    };

    private static string Cut(string text) => text.Length <= Longest ? text : text[..Longest];
}
