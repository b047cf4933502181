using System.Text.Json;

using Granary.Abstractions.Executors;
using Granary.Api.Callers;
using Granary.Api.Chat;
using Granary.Api.Problems;
using Granary.Api.Requests;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Api.Executors;

/// <summary>
/// <c>GET /admin/executors/routes</c>, and <c>PUT</c> and <c>DELETE /admin/executors/routes/{route}</c>: sends new calls of a handler route inline
/// (<c>{"disabled":true}</c>), to another pool (<c>{"pool":"x"}</c>), or where its metadata says again.
/// </summary>
internal static class ExecutorRouteEndpoints
{
    private const int MaxBody = 4096;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin/executors/routes").AddEndpointFilter<AdminOnly>();
        admin.MapGet("", List);
        admin.MapPut("/{**route}", PutAsync);
        admin.MapDelete("/{**route}", DeleteAsync);
    }

    private static IResult List(HttpContext context, ExecutorRouteOverrides overrides) => QueryRules.Check(context.Request.Query) ?? Results.Json(
        new { items = overrides.Routes.Select(route => new { route.Route.Route, route.Route.Handler, route.Pool, inForce = overrides.PoolOf(route.Route.Route, route.Pool) }) },
        ApiJson.Options);

    private static async Task<IResult> PutAsync(string route, HttpContext context, ExecutorRouteOverrides overrides, IHandlerCalls handlers)
    {
        if (Find(route, overrides) is not { } known)
        {
            return Missing(route, overrides);
        }

        var body = await BoundedBody.ReadAsync(context.Request, MaxBody, context.RequestAborted);
        if (Read(body) is not { } wanted)
        {
            return KnownProblems.InvalidBody("The body must be {\"disabled\": true} or {\"pool\": \"name\"}.");
        }

        if (handlers.Check(wanted.Pool ?? "", known.Handler, null) is { } refusal)
        {
            return wanted.Disabled
                ? KnownProblems.Conflict("not_inline", $"The handler '{known.Handler}' cannot run inline in this process, so its route cannot be disabled; send it to another pool.")
                : ExecutorProblems.Refused(refusal with { Pointer = "/pool" });
        }

        await overrides.Table.SetAsync(known.Route, wanted);
        return Results.Json(new { known.Route, known.Handler, wanted.Disabled, wanted.Pool }, ApiJson.Options);
    }

    private static async Task<IResult> DeleteAsync(string route, ExecutorRouteOverrides overrides)
    {
        if (Find(route, overrides) is not { } known)
        {
            return Missing(route, overrides);
        }

        await overrides.Table.SetAsync(known.Route, null);
        return Results.NoContent();
    }

    private static HandlerRouteMetadata? Find(string route, ExecutorRouteOverrides overrides) =>
        overrides.Routes.Select(static known => known.Route).FirstOrDefault(known => known.Route == route.TrimStart('/'));

    private static ProblemResult Missing(string route, ExecutorRouteOverrides overrides) => KnownProblems.NotFound(
        $"There is no handler route '{route}'; there are: {string.Join(", ", overrides.Routes.Select(static known => known.Route.Route).DefaultIfEmpty("none"))}.");

    private static ExecutorRouteOverride? Read(byte[]? body)
    {
        try
        {
            using var document = JsonDocument.Parse(body ?? []);
            var fields = document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.EnumerateObject().ToList() : [];
            return fields switch
            {
                [{ Name: "disabled", Value.ValueKind: JsonValueKind.True }] => new ExecutorRouteOverride(true, null),
                [{ Name: "pool", Value.ValueKind: JsonValueKind.String } pool] when pool.Value.GetString() is { Length: > 0 } name => new ExecutorRouteOverride(false, name),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
