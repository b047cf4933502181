using System.Text.Json;
using Granary.Abstractions.Models;

namespace Granary.Grains.Models;

/// <summary>Reads the <c>usage</c> of an answer or of a stream's last event.</summary>
internal static class AnswerUsage
{
    /// <summary>Null if it is not there.</summary>
    public static TokenUsage? Read(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
            ? new TokenUsage(Count(usage, "prompt_tokens"), Count(usage, "completion_tokens"), 0)
            : null;

    private static long Count(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) && count > 0 ? count : 0;
}
