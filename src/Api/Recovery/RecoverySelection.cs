using Granary.Api.Idempotency;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Recovery;

/// <summary>What recovery has to do with a request: everything here is asked of every request, so nothing here allocates.</summary>
/// <param name="Concerned">The request is keyed or may be journaled.</param>
/// <param name="Journal">It may be journaled.</param>
/// <param name="Keyed">It carries an idempotency key.</param>
internal readonly record struct RecoverySelection(bool Concerned, bool Journal, bool Keyed)
{
    private static readonly string[] NeverJournaled = ["/health", "/metrics", "/static/", "/admin/", "/console", "/dashboard"];

    public static RecoverySelection Of(HttpContext context, bool everything)
    {
        var method = context.Request.Method;
        if (!(HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method))
            || context.GetEndpoint() is not { } endpoint)
        {
            return default;
        }

        var keyed = IdempotencyKey.IsPresent(context.Request.Headers) && endpoint.Metadata.GetMetadata<ContentAddressed>() is null;
        var route = endpoint.Metadata.GetMetadata<RecoverableRoute>();
        var journal = (route is not null ? keyed || everything || !route.OnlyWithKey : everything)
            && MayBeJournaled(context.Request.Path.Value) && endpoint.Metadata.GetMetadata<SecretBody>() is null;
        return new RecoverySelection(keyed || journal, journal, keyed);
    }

    private static bool MayBeJournaled(string? path)
    {
        foreach (var prefix in NeverJournaled)
        {
            if (path?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) == true)
            {
                return false;
            }
        }

        return true;
    }
}
