using System.Globalization;
using System.Text.Json;

using Granary.Api.Callers;
using Granary.Api.Chat;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Aliases;

/// <summary>The body of an action on a gate: empty, or <c>{"reason": "…", "until": "10m"}</c>.</summary>
/// <param name="Reason">Logged; at most 200 characters.</param>
/// <param name="For">How long a gate stays shut; null: not said.</param>
internal sealed record GateBody(string? Reason, TimeSpan? For)
{
    private const int MostBytes = 4096;
    private const int LongestReason = 200;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Reads it; the problem is set when there is no body. <paramref name="until"/>: the action takes a time.</summary>
    public static async Task<(GateBody? Body, ProblemResult? Problem)> ReadAsync(HttpContext context, bool until, DateTimeOffset now)
    {
        var bytes = await BoundedBody.ReadAsync(context.Request, MostBytes, context.RequestAborted);
        if (bytes is null)
        {
            return (null, KnownProblems.TooLarge($"The body is larger than {MostBytes} bytes; it holds a reason{(until ? " and a time" : "")} at most."));
        }

        if (bytes.Length == 0)
        {
            return (new GateBody(null, null), null);
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return (Read(document.RootElement, until, now), null);
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

    private static GateBody Read(JsonElement root, bool until, DateTimeOffset now)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("The body must be a JSON object, or empty.");
        }

        var body = new GateBody(null, null);
        foreach (var field in root.EnumerateObject())
        {
            body = field switch
            {
                { Name: "reason", Value.ValueKind: JsonValueKind.String or JsonValueKind.Null } => body with { Reason = field.Value.GetString() },
                { Name: "until", Value.ValueKind: JsonValueKind.Null } when until => body,
                { Name: "until", Value.ValueKind: JsonValueKind.String } when until => body with { For = Time(field.Value.GetString()!, now) },
                _ => throw new FormatException(
                    $"Field '{field.Name}' cannot be used; the fields are 'reason', a string{(until ? ", and 'until', an instant or a duration" : "")}."),
            };
        }

        return body.Reason is { Length: > LongestReason } reason
            ? throw new FormatException($"reason has {reason.Length} characters; at most {LongestReason} are kept.")
            : body;
    }

    private static TimeSpan Time(string text, DateTimeOffset now)
    {
        var time = WireDuration.TryParse(text, out var duration) ? duration
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant - now
            : TimeSpan.Zero;
        return time > TimeSpan.Zero && time <= Longest
            ? time
            : throw new FormatException($"until '{text}' cannot be used; it is a duration such as \"10m\" or an instant such as \"2030-01-31T12:00:00Z\", at most 30 days ahead.");
    }
}
