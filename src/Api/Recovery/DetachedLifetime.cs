using Microsoft.AspNetCore.Http.Features;

namespace Granary.Api.Recovery;

/// <summary>
/// The lifetime of a request that runs on when its caller goes away: its handler is told to stop only by <paramref name="stop"/>. An abort by the
/// handler is remembered (its answer is not one to keep) and reaches the caller's connection, if there is one.
/// </summary>
internal sealed class DetachedLifetime(IHttpRequestLifetimeFeature? caller, CancellationToken stop) : IHttpRequestLifetimeFeature
{
    public CancellationToken RequestAborted { get; set; } = stop;

    public bool WasAborted { get; private set; }

    /// <summary>Nobody is there to take the answer.</summary>
    public bool CallerLeft => caller is null || caller.RequestAborted.IsCancellationRequested;

    public void Abort()
    {
        WasAborted = true;
        caller?.Abort();
    }
}
