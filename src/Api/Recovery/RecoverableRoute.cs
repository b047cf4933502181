using Granary.Journal.Requests;

namespace Granary.Api.Recovery;

/// <summary>Marks a route whose requests are written to the journal before they run. Its handler may be run more than once for one request.</summary>
public sealed class RecoverableRoute
{
    /// <summary>Only requests with an idempotency key are recoverable: without one nobody could fetch the answer of a replay.</summary>
    public bool OnlyWithKey { get; init; }

    /// <summary>Place among those that are replayed; null: by method.</summary>
    public RequestPriority? Priority { get; init; }

    /// <summary>A body above <c>Recovery:MaxBody</c> makes the request run without being recoverable, instead of being refused.</summary>
    public bool BestEffort { get; init; }

    /// <summary>Largest body of a route that takes more than is journaled, and the setting that says so.</summary>
    internal Func<ApiOptions, int> Bound { get; init; } = static options => options.MaxCallBytes;

    /// <inheritdoc cref="Bound"/>
    internal string BoundSetting { get; init; } = "Api:MaxCallBytes";

    /// <summary>How the route words its errors.</summary>
    internal IRouteErrors Errors { get; init; } = ProblemErrors.Instance;
}
