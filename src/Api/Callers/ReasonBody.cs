using System.Text.Json;

using Granary.Api.Chat;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Callers;

/// <summary>The body of an action: empty, or <c>{"reason": "…"}</c> with at most 200 characters.</summary>
internal static class ReasonBody
{
    private const int MaxBytes = 4096;
    private const int MaxCharacters = 200;

    public static async Task<(string? Reason, ProblemResult? Problem)> ReadAsync(HttpContext context)
    {
        var body = await BoundedBody.ReadAsync(context.Request, MaxBytes, context.RequestAborted);
        if (body is null)
        {
            return (null, KnownProblems.TooLarge($"The body is larger than {MaxBytes} bytes; it holds {{\"reason\": \"…\"}} at most."));
        }

        if (body.Length == 0)
        {
            return (null, null);
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            string? reason = null;
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (null, KnownProblems.InvalidBody("The body must be a JSON object such as {\"reason\": \"…\"}, or empty."));
            }

            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name != "reason" || property.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                {
                    return (null, KnownProblems.InvalidBody($"Field '{property.Name}' cannot be used; the one field is 'reason', a string."));
                }

                reason = property.Value.GetString();
            }

            return reason is { Length: > MaxCharacters }
                ? (null, KnownProblems.InvalidBody($"reason has {reason.Length} characters; at most {MaxCharacters} are kept."))
                : (reason, null);
        }
        catch (JsonException exception)
        {
            return (null, KnownProblems.InvalidBody($"The body is not valid JSON (line {exception.LineNumber + 1})."));
        }
    }
}
