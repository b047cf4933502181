using Granary.Abstractions.Models;
using Granary.Abstractions.Providers;
using Granary.Api.Callers;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Api.Aliases;

/// <summary><c>/v1/aliases</c>: what an alias stands for and what its endpoint is doing now. <c>/v1/models</c>: the same names for client libraries.</summary>
internal static class AliasEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/aliases", ListAsync);
        routes.MapGet("/v1/aliases/{name}", OneAsync);
        routes.MapGet("/v1/models", Models);
        routes.MapGet("/v1/models/{**id}", Model);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IAliasDirectory aliases, IEndpointViews views)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        var items = await Task.WhenAll(aliases.All.Select(async alias =>
            new AliasView(alias, await views.ViewAsync(alias.Name, context.RequestAborted))));
        return Results.Json(new { items, next = (string?)null, hasMore = false }, ApiJson.Options);
    }

    private static async Task<IResult> OneAsync(string name, HttpContext context, IAliasDirectory aliases, IEndpointViews views)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        return aliases.Find(name) is { } alias
            ? Results.Json(new AliasView(alias, await views.ViewAsync(name, context.RequestAborted)), ApiJson.Options)
            : KnownProblems.NotFound($"There is no alias '{name}'. GET /v1/aliases lists them.");
    }

    private static IResult Models(IAliasDirectory aliases)
    {
        var data = aliases.All.Where(static alias => !alias.Hidden).Select(Describe).ToList();
        return Results.Json(new
        {
            @object = "list",
            data,
            first_id = data.FirstOrDefault()?.Id,
            last_id = data.LastOrDefault()?.Id,
            has_more = false,
        });
    }

    private static IResult Model(string id, IAliasDirectory aliases) =>
        aliases.Find(id) is { } alias
            ? Results.Json(Describe(alias))
            : Chat.OpenAiError.ModelNotFound(id);

    private static ModelListing Describe(ModelAlias alias) => new(alias.Name, alias.Provider);
}
