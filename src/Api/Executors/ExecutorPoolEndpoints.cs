using System.Globalization;
using System.Net;
using System.Text.Json;

using Granary.Abstractions.Executors;
using Granary.Api.Callers;
using Granary.Api.Chat;
using Granary.Api.Problems;
using Granary.Api.Recovery;
using Granary.Api.Requests;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Api.Executors;

/// <summary>
/// The executor pools of the process that answers: <c>GET /metrics/executors</c>, and for administrators <c>/admin/executors</c>: look, reload, pause and
/// resume a lane, change options at run time.
/// </summary>
internal static class ExecutorPoolEndpoints
{
    private const int MaxBody = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(IExecutorAdministration)) != true)
        {
            // A host without pools, such as a client of a cluster.
            return;
        }

        routes.MapGet("/metrics/executors", Metrics);
        var admin = routes.MapGroup("/admin/executors").AddEndpointFilter<AdminOnly>();
        admin.MapGet("", List);
        admin.MapGet("/{pool}", One);
        admin.MapPatch("/{pool}", PatchAsync);
        admin.MapPost("/{pool}/reload", ReloadAsync);
        admin.MapPost("/{pool}/lanes/{lane}/pause", PauseAsync);
        admin.MapPost("/{pool}/lanes/{lane}/resume", Resume);
    }

    // Like every metric: whoever is on this machine may read, from elsewhere only an administrator.
    private static IResult Metrics(HttpContext context, IExecutorAdministration pools, IRequestPrincipals principals) =>
        (context.Connection.RemoteIpAddress is { } peer && !IPAddress.IsLoopback(peer)) && !principals.Of(context).IsAdmin
            ? KnownProblems.NotPermitted("Metrics are open on loopback only; use a key whose role is admin.")
            : QueryRules.Check(context.Request.Query) ?? Results.Json(pools.Pools(), ApiJson.Options);

    private static IResult List(HttpContext context, IExecutorAdministration pools) =>
        QueryRules.Check(context.Request.Query) ?? Results.Json(new { items = pools.Pools() }, ApiJson.Options);

    private static IResult One(string pool, HttpContext context, IExecutorAdministration pools) => QueryRules.Check(context.Request.Query) ?? Show(pool, pools);

    private static IResult Show(string name, IExecutorAdministration pools) => pools.Pool(name) is { } view
        ? Results.Json(new { pool = view, options = pools.OptionsOf(name) }, ApiJson.Options)
        : Missing(name, pools);

    private static async Task<IResult> PatchAsync(string pool, HttpContext context, IExecutorAdministration pools)
    {
        if (pools.Pool(pool) is null)
        {
            return Missing(pool, pools);
        }

        if (Settings(await BoundedBody.ReadAsync(context.Request, MaxBody, context.RequestAborted)) is not { } settings)
        {
            return KnownProblems.InvalidBody("The body must be a JSON object of single options, such as {\"MaxPending\": 500, \"Grace\": \"00:00:05\"}.");
        }

        var change = pools.Change(pool, settings);
        return change switch
        {
            { NeedsRestart.IsEmpty: false } => KnownProblems.Conflict(
                "needs_restart", $"Of the executor pool '{pool}', {string.Join(", ", change.NeedsRestart)} cannot change while it runs; change the configuration and restart."),
            { Errors.IsEmpty: false } => new ProblemResult(new Problem(
                StatusCodes.Status422UnprocessableEntity, "invalid_setting", "The options cannot be changed to that", string.Join(' ', change.Errors))),
            _ => Show(pool, pools),
        };
    }

    private static async Task<IResult> ReloadAsync(string pool, HttpContext context, IExecutorAdministration pools)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        if (pools.Pool(pool) is null)
        {
            return Missing(pool, pools);
        }

        return await pools.ReloadAsync(pool, context.RequestAborted)
            ? Show(pool, pools)
            : KnownProblems.Conflict("reload_failed", $"A new worker of the executor pool '{pool}' did not start; the old ones keep serving. {pools.Pool(pool)?.LastError}");
    }

    private static async Task<IResult> PauseAsync(string pool, string lane, HttpContext context, IExecutorAdministration pools)
    {
        var (body, problem) = await ActionBody.ReadAsync(context, limits: false);
        return problem is not null ? problem
            : string.IsNullOrWhiteSpace(body!.Reason) ? KnownProblems.InvalidBody("A pause needs a reason: {\"reason\": \"…\"}. It is shown wherever the lane is.")
            : Set(pool, lane, body.Reason, pools);
    }

    private static IResult Resume(string pool, string lane, IExecutorAdministration pools) => Set(pool, lane, null, pools);

    private static IResult Set(string name, string lane, string? reason, IExecutorAdministration pools)
    {
        if (pools.Pool(name) is not { } pool)
        {
            return Missing(name, pools);
        }

        if (!int.TryParse(lane, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number >= pool.Lanes)
        {
            return KnownProblems.NotFound($"The executor pool '{name}' has no lane '{lane}'; its lanes are 0 to {pool.Lanes - 1}.");
        }

        pools.PauseLane(name, number, reason);
        return Show(name, pools);
    }

    private static ProblemResult Missing(string name, IExecutorAdministration pools) => KnownProblems.NotFound(
        $"There is no executor pool '{name}'; there are: {string.Join(", ", pools.Pools().Select(static pool => pool.Name).DefaultIfEmpty("none"))}.");

    private static Dictionary<string, string>? Settings(byte[]? body)
    {
        try
        {
            using var document = JsonDocument.Parse(body ?? []);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var field in document.RootElement.EnumerateObject())
            {
                var isSingle = field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;
                if (!isSingle || !settings.TryAdd(field.Name, field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText()))
                {
                    return null;
                }
            }

            return settings.Count == 0 ? null : settings;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
