namespace Granary.Admission;

/// <summary>
/// What a provider's answer means, by the table in docs/algorithms/signals.md. Each of the three controllers of a key (ceiling, gate, buckets)
/// looks at its own causes only.
/// </summary>
public enum AnswerCause
{
    /// <summary>Nothing about the provider: our own doing, or nothing was said.</summary>
    None,

    /// <summary>2xx response headers came.</summary>
    Accepted,

    /// <summary>Refused for load, and no rate is to blame: it held as many calls as it takes. Evidence about the ceiling.</summary>
    Capacity,

    /// <summary>Refused with a wish to wait and nothing else. Evidence about the ceiling only if the call was at the limit.</summary>
    Unclear,

    /// <summary>Requests or tokens per time ran out.</summary>
    Bucket,

    /// <summary>The rate rose too steeply.</summary>
    Ramp,

    /// <summary>The provider says that it is overloaded or away: 529, 503, or a wish to wait above ten minutes.</summary>
    Outage,

    /// <summary>Quota, billing or spend.</summary>
    Quota,

    /// <summary>5xx, no connection, a broken stream.</summary>
    ServerFailure,

    /// <summary>No answer in time after the attempt had started, or 408.</summary>
    ProviderTimeout,

    /// <summary>The request's own fault: the provider is well.</summary>
    Request,
}
