using System.Text.Json;

using Granary.Abstractions.Runs;
using Granary.Api.Callers;
using Granary.Api.Chat;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Runs;

/// <summary>The body of an action on a run: empty, or <c>{"reason": "…", "limits": {"deadline": "2h", "maxTokens": 1000000, "maxCost": 40}}</c>.</summary>
/// <param name="Reason">Kept and shown; at most 200 characters.</param>
/// <param name="Limits">For a resume only.</param>
internal sealed record RunActionBody(string? Reason, RunLimitChange? Limits)
{
    private const int MostBytes = 4096;
    private const int LongestReason = 200;
    private static readonly RunActionBody _empty = new(null, null);

    /// <summary>Reads it; the problem is set when there is no body.</summary>
    public static async Task<(RunActionBody? Body, ProblemResult? Problem)> ReadAsync(HttpContext context, bool limits)
    {
        var bytes = await BoundedBody.ReadAsync(context.Request, MostBytes, context.RequestAborted);
        if (bytes is null)
        {
            return (null, KnownProblems.TooLarge($"The body is larger than {MostBytes} bytes; it holds a reason{(limits ? " and limits" : "")} at most."));
        }

        if (bytes.Length == 0)
        {
            return (_empty, null);
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return (Read(document.RootElement, limits), null);
        }
        catch (JsonException exception)
        {
            return (null, KnownProblems.InvalidBody($"The body is not valid JSON (line {exception.LineNumber + 1})."));
        }
        catch (FormatException exception)
        {
            return (null, KnownProblems.InvalidBody(exception.Message));
        }
    }

    private static RunActionBody Read(JsonElement root, bool limits)
    {
        var body = _empty;
        foreach (var field in Fields(root, "The body"))
        {
            body = field switch
            {
                { Name: "reason", Value.ValueKind: JsonValueKind.String or JsonValueKind.Null } => body with { Reason = field.Value.GetString() },
                { Name: "limits", Value.ValueKind: JsonValueKind.Null } when limits => body,
                { Name: "limits" } when limits => body with { Limits = ReadLimits(field.Value) },
                _ => throw new FormatException(
                    $"Field '{field.Name}' cannot be used; {(limits ? "the fields are 'reason', a string, and 'limits', an object" : "the one field is 'reason', a string")}."),
            };
        }

        return body.Reason is { Length: > LongestReason } reason
            ? throw new FormatException($"reason has {reason.Length} characters; at most {LongestReason} are kept.")
            : body;
    }

    private static RunLimitChange ReadLimits(JsonElement value)
    {
        var change = new RunLimitChange(null, null, null);
        foreach (var field in Fields(value, "limits"))
        {
            change = field.Name switch
            {
                "deadline" when field.Value.ValueKind == JsonValueKind.String && WireDuration.TryParse(field.Value.GetString()!, out var deadline) && deadline > TimeSpan.Zero =>
                    change with { Deadline = deadline },
                "maxTokens" when field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt64(out var tokens) && tokens > 0 => change with { MaxTokens = tokens },
                "maxCost" when field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetDecimal(out var cost) && cost > 0 => change with { MaxCost = cost },
                _ => throw new FormatException(
                    $"limits.{field.Name} cannot be used; the fields are 'deadline' (a duration such as \"2h\"), 'maxTokens' (a whole number above 0) and 'maxCost' (a number above 0)."),
            };
        }

        return change;
    }

    private static JsonElement.ObjectEnumerator Fields(JsonElement value, string what) => value.ValueKind == JsonValueKind.Object
        ? value.EnumerateObject()
        : throw new FormatException($"{what} must be a JSON object{(what == "limits" ? "" : ", or empty")}.");
}
