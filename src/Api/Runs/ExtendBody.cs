using System.Text.Json;

using Granary.Api.Chat;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Runs;

/// <summary>The body of an extension: <c>{"rows": 2000}</c>, the rows that the run shall have in all.</summary>
internal static class ExtendBody
{
    private const int MostBytes = 4096;
    private const long MostRows = 1_000_000_000;

    /// <summary>The rows, or the problem that prevents it.</summary>
    public static async Task<(long? Rows, ProblemResult? Problem)> ReadAsync(HttpContext context)
    {
        var bytes = await BoundedBody.ReadAsync(context.Request, MostBytes, context.RequestAborted);
        if (bytes is null)
        {
            return (null, KnownProblems.TooLarge($"The body is larger than {MostBytes} bytes; it holds the one field 'rows'."));
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.EnumerateObject().All(static field => field.Name == "rows")
                && document.RootElement.TryGetProperty("rows", out var field)
                && field.ValueKind == JsonValueKind.Number && field.TryGetInt64(out var rows) && rows is >= 1 and <= MostRows
                ? (rows, null)
                : (null, KnownProblems.InvalidBody($"The body is one field, 'rows', a whole number from 1 to {MostRows}: the rows that the run shall have in all."));
        }
        catch (JsonException exception)
        {
            return (null, KnownProblems.InvalidBody($"The body is not valid JSON (line {exception.LineNumber + 1})."));
        }
    }
}
