using System.Text.Json;

using Granary.Abstractions.Executors;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Granary.Api.Executors;

/// <summary>Routes that call registered handlers, for this API and for applications that embed it.</summary>
public static class HandlerRoutes
{
    /// <summary>
    /// <c>POST</c> on the pattern reads a <typeparamref name="TIn"/> as JSON, calls the handler of that name and answers its <typeparamref name="TOut"/>. It
    /// runs in the pool that <see cref="WithExecutor"/> or <see cref="ExecutorAttribute"/> names, inline without either. A pool or handler that does not
    /// exist, or a type that cannot be read or written as JSON, stops the start and names the route.
    /// </summary>
    public static IEndpointConventionBuilder MapHandler<TIn, TOut>(this IEndpointRouteBuilder routes, string pattern, string handler)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        ArgumentException.ThrowIfNullOrEmpty(handler);
        var route = new HandlerRouteMetadata(pattern.TrimStart('/'), handler);
        var services = routes.ServiceProvider;
        var builder = routes.MapPost(
            pattern, (Delegate)((HttpContext context) => HandlerEndpoint.AnswerAsync<TIn>(context, route, PoolOf(context.GetEndpoint()?.Metadata))));
        builder.WithMetadata(route);
        builder.Finally(endpoint => Check<TIn, TOut>(route, PoolOf(new EndpointMetadataCollection(endpoint.Metadata)), services.GetRequiredService<IHandlerCalls>()));
        return builder;
    }

    /// <summary>Names the executor pool of a route made by <see cref="MapHandler"/>.</summary>
    public static TBuilder WithExecutor<TBuilder>(this TBuilder builder, string pool)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrEmpty(pool);
        return builder.WithMetadata(new ExecutorAttribute(pool));
    }

    /// <summary>What stops the start.</summary>
    internal static InvalidOperationException CannotCall(HandlerRouteMetadata route, TaskFailure refusal) =>
        new($"The route '{route.Route}' cannot call the handler '{route.Handler}': {refusal.Message}");

    /// <summary>The routes of this server itself, from <see cref="ApiOptions.Handlers"/>.</summary>
    internal static void MapConfigured(IEndpointRouteBuilder routes)
    {
        foreach (var (name, handler) in routes.ServiceProvider.GetRequiredService<IOptions<ApiOptions>>().Value.Handlers)
        {
            var route = routes.MapHandler<JsonElement, JsonElement>("/v1/handlers/" + name, handler.Handler);
            if (!string.IsNullOrEmpty(handler.Pool))
            {
                route.WithExecutor(handler.Pool);
            }
        }
    }

    private static string PoolOf(EndpointMetadataCollection? metadata) => metadata?.GetMetadata<ExecutorAttribute>()?.Pool ?? "";

    private static void Check<TIn, TOut>(HandlerRouteMetadata route, string pool, IHandlerCalls handlers)
    {
        if (handlers.Check(pool, route.Handler, null) is { } refusal)
        {
            throw CannotCall(route, refusal);
        }

        foreach (var type in (Type[])[typeof(TIn), typeof(TOut)])
        {
            try
            {
                JsonSerializerOptions.Web.GetTypeInfo(type);
            }
            catch (Exception error) when (error is NotSupportedException or InvalidOperationException)
            {
                throw new InvalidOperationException($"The route '{route.Route}' cannot carry {type}: {error.Message}", error);
            }
        }
    }
}
