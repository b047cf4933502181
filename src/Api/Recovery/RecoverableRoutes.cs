using Granary.Journal.Requests;

using Microsoft.AspNetCore.Builder;

namespace Granary.Api.Recovery;

/// <summary>Marks routes for recovery.</summary>
public static class RecoverableRoutes
{
    /// <summary>Requests to these routes survive the process; see <see cref="RecoverableRoute"/>.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="priority">Place among those that are replayed; null: by method (DELETE critical, POST and PUT high, PATCH normal).</param>
    public static T Recoverable<T>(this T routes, RequestPriority? priority = null)
        where T : IEndpointConventionBuilder => routes.WithRecovery(new RecoverableRoute { Priority = priority });

    /// <summary>Bodies or answers of these routes hold secrets; see <see cref="SecretBody"/>.</summary>
    public static T WithSecretBody<T>(this T routes)
        where T : IEndpointConventionBuilder
    {
        routes.Add(static endpoint => endpoint.Metadata.Add(new SecretBody()));
        return routes;
    }

    internal static T WithRecovery<T>(this T routes, RecoverableRoute route)
        where T : IEndpointConventionBuilder
    {
        routes.Add(endpoint => endpoint.Metadata.Add(route));
        return routes;
    }
}
