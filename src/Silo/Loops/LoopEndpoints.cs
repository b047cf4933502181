using System.Text.Json;

using Granary.Api;
using Granary.SocketLoops.Inspection;

namespace Granary.Silo.Loops;

/// <summary>
/// <c>GET /admin/loops</c>: what the loops do now; <c>?connections=true</c> adds every connection. <c>PATCH /admin/loops</c>: changes what may be changed
/// while they run; anything else answers 409 <c>needs_restart</c>.
/// </summary>
internal static class LoopEndpoints
{
    private const int MostSettings = 16;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin/loops", static (LoopInspector inspector, bool? connections) =>
            Results.Json(inspector.View(connections ?? false), ApiJson.Options));
        routes.MapPatch("/admin/loops", ChangeAsync);
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, LoopInspector inspector)
    {
        Dictionary<string, JsonElement>? body;
        try
        {
            body = await context.Request.ReadFromJsonAsync<Dictionary<string, JsonElement>>(context.RequestAborted);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            body = null;
        }

        if (body is not { Count: > 0 and <= MostSettings })
        {
            return Problem(400, "invalid_body", "The body must be a JSON object of settings such as {\"MaxConnections\": 5000}.");
        }

        var change = inspector.Change(body.ToDictionary(
            static setting => setting.Key,
            static setting => setting.Value.ValueKind == JsonValueKind.String ? setting.Value.GetString()! : setting.Value.GetRawText(),
            StringComparer.Ordinal));
        return change.Outcome switch
        {
            LoopChangeOutcome.Changed => Results.Json(inspector.View(false).Settings, ApiJson.Options),
            LoopChangeOutcome.NeedsRestart => Problem(409, "needs_restart", string.Join(' ', change.Errors)),
            LoopChangeOutcome.Invalid => Problem(422, "invalid_setting", string.Join(' ', change.Errors)),
            _ => throw new InvalidOperationException($"Change outcome {change.Outcome} has no answer."),
        };
    }

    private static IResult Problem(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, title: "The settings were not changed", extensions: new Dictionary<string, object?> { ["code"] = code });
}
