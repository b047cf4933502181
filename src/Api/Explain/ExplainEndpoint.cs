using Granary.Abstractions.Models;
using Granary.Admission;
using Granary.Api.Callers;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Api.Explain;

/// <summary><c>/v1/explain</c>: why a call of an alias would wait now, or why a request of this process waits; by the rules that decide.</summary>
internal static class ExplainEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/explain", Explain);

    private static IResult Explain(HttpContext context)
    {
        var query = context.Request.Query;
        if (QueryRules.Check(query, "alias", "request", "band") is { } problem)
        {
            return problem;
        }

        if (query.ContainsKey("alias") == query.ContainsKey("request"))
        {
            return KnownProblems.InvalidQuery("Name exactly one subject: ?alias= or ?request=.");
        }

        var admission = context.RequestServices.GetRequiredService<IRequestAdmission>();
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        if (query.TryGetValue("request", out var request))
        {
            return admission.ExplainRequest(request!) is { } waiting
                ? Results.Json(ExplainView.Of("request", request!, waiting, time.GetUtcNow()), ApiJson.Options)
                : KnownProblems.NotFound($"No request '{request}' waits for a permit in this process.");
        }

        var band = query.TryGetValue("band", out var named) ? BandOf(named!) : Band.Interactive;
        if (band is null)
        {
            return KnownProblems.InvalidQuery($"'{named}' is no band; bands are interactive, standard, bulk.");
        }

        var name = query["alias"].ToString();
        var found = context.RequestServices.GetRequiredService<IAliasDirectory>().Find(name);
        return found is null
            ? KnownProblems.NotFound($"There is no alias '{name}'. GET /v1/aliases lists them.")
            : OfAlias(admission, found, band.Value, time.GetUtcNow());
    }

    private static IResult OfAlias(IRequestAdmission admission, ModelAlias alias, Band band, DateTimeOffset now)
    {
        var domain = alias.Domain switch
        {
            "embedding" => Domain.Embedding,
            "image" => Domain.Image,
            _ => Domain.Chat,
        };
        return admission.Explain(new ResourceKey(alias.Provider, alias.Model, domain), Caller.Open.Tenant, band) is { } explanation
            ? Results.Json(ExplainView.Of("alias", alias.Name, explanation, now), ApiJson.Options)
            : KnownProblems.NotFound($"Alias '{alias.Name}' has not been used in this process.");
    }

    private static Band? BandOf(string name) => name switch
    {
        "interactive" => Band.Interactive,
        "standard" => Band.Standard,
        "bulk" => Band.Bulk,
        _ => null,
    };
}
