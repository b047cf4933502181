using Granary.Abstractions.Models;
using Granary.Abstractions.Providers;
using Granary.Api.Callers;
using Granary.Api.Problems;
using Granary.Api.Requests;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Granary.Api.Aliases;

/// <summary><c>POST /admin/providers/{alias}/open</c> and <c>/close</c>: the gate of an alias' endpoint by hand. 200 with its state, 404.</summary>
internal static partial class GateEndpoints
{
    /// <summary>As long as a refusal for quota that names no time.</summary>
    private static readonly TimeSpan ClosedFor = TimeSpan.FromSeconds(300);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin/providers").AddEndpointFilter<AdminOnly>();
        admin.MapPost("/{alias}/open", (string alias, HttpContext context, IAliasDirectory aliases) =>
            ActAsync(alias, context, aliases, close: false));
        admin.MapPost("/{alias}/close", (string alias, HttpContext context, IAliasDirectory aliases) =>
            ActAsync(alias, context, aliases, close: true));
    }

    private static async Task<IResult> ActAsync(string name, HttpContext context, IAliasDirectory aliases, bool close)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        var (body, badBody) = await GateBody.ReadAsync(context, close, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        if (body is null)
        {
            return badBody!;
        }

        if (aliases.Find(name) is not { } alias)
        {
            return KnownProblems.NotFound($"There is no alias '{name}'. GET /v1/aliases lists them.");
        }

        var gates = context.RequestServices.GetRequiredService<IEndpointGates>();
        var view = close
            ? await gates.CloseAsync(name, body.For ?? ClosedFor, context.RequestAborted)
            : await gates.OpenAsync(name, context.RequestAborted);
        LogTurned(context.RequestServices.GetRequiredService<ILogger<AdminOnly>>(), name, close ? "close" : "open", view?.Gate, body.Reason);
        return Results.Json(new AliasView(alias, view), ApiJson.Options);
    }
}
