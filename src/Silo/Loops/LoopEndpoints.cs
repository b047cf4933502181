using System.Text.Json;

using Granary.Api;
using Granary.Api.Callers;
using Granary.Api.Chat;
using Granary.Api.Problems;
using Granary.Api.Requests;
using Granary.SocketLoops.Inspection;

namespace Granary.Silo.Loops;

/// <summary>
/// <c>GET /admin/loops</c>: what the loops do now; <c>?connections=true</c> adds every connection. <c>PATCH /admin/loops</c>: changes what may be changed
/// while they run; anything else answers 409 <c>needs_restart</c>.
/// </summary>
internal static class LoopEndpoints
{
    private const int MostBytes = 16 * 1024;
    private const int MostSettings = 16;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin/loops").AddEndpointFilter<AdminOnly>();
        admin.MapGet("", Show);
        admin.MapPatch("", ChangeAsync);
    }

    private static IResult Show(HttpContext context, LoopInspector inspector)
    {
        var query = context.Request.Query;
        if (QueryRules.Check(query, "connections") is { } problem)
        {
            return problem;
        }

        var connections = false;
        return query.TryGetValue("connections", out var text) && !bool.TryParse(text, out connections)
            ? KnownProblems.InvalidQuery($"connections is '{text}'; it must be true or false.")
            : Results.Json(inspector.View(connections), ApiJson.Options);
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, LoopInspector inspector)
    {
        if (Settings(await BoundedBody.ReadAsync(context.Request, MostBytes, context.RequestAborted)) is not { Count: > 0 and <= MostSettings } settings)
        {
            return KnownProblems.InvalidBody("The body must be a JSON object of settings such as {\"MaxConnections\": 5000}.");
        }

        var change = inspector.Change(settings);
        return change.Outcome switch
        {
            LoopChangeOutcome.Changed => Results.Json(inspector.View(false).Settings, ApiJson.Options),
            LoopChangeOutcome.NeedsRestart => Refused(409, "needs_restart", change),
            LoopChangeOutcome.Invalid => Refused(422, "invalid_setting", change),
            _ => throw new InvalidOperationException($"Change outcome {change.Outcome} has no answer."),
        };
    }

    private static Dictionary<string, string>? Settings(byte[]? body)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(body ?? [])?.ToDictionary(
                static setting => setting.Key,
                static setting => setting.Value.ValueKind == JsonValueKind.String ? setting.Value.GetString()! : setting.Value.GetRawText(),
                StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProblemResult Refused(int status, string code, LoopChange change) =>
        new(new Problem(status, code, "The settings were not changed", string.Join(' ', change.Errors)));
}
