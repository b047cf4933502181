using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Api.Health;

/// <summary>
/// <c>/healthz/live</c>: the process answers, and nothing says that it hangs. <c>/healthz/ready</c>: everything a call needs is there. Neither takes a permit, so both answer during
/// overload.
/// </summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz/live", Live);
        routes.MapGet("/healthz/ready", ReadyAsync);
    }

    private static IResult Live(IEnumerable<ILivenessCheck> checks)
    {
        var results = checks.Select(static check => check.Check()).ToList();
        var alive = results.TrueForAll(static result => result.Status == "ok");
        return Results.Json(
            new HealthReport(alive ? "ok" : "not_live", results),
            ApiJson.Options,
            statusCode: alive ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ReadyAsync(IEnumerable<IReadinessCheck> checks, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(checks.Select(check => check.CheckAsync(cancellationToken).AsTask()));
        var ready = results.All(static result => result.Status == "ok");
        return Results.Json(
            new HealthReport(ready ? "ok" : "not_ready", results),
            ApiJson.Options,
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
