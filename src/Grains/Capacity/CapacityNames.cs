using Granary.Admission;
using Granary.Admission.Estimators;

namespace Granary.Grains.Capacity;

/// <summary>Names on the wire and in views, and the keys of ledgers.</summary>
internal static class CapacityNames
{
    public static string Of(Domain domain) => domain switch
    {
        Domain.Chat => "chat",
        Domain.Embedding => "embedding",
        Domain.Image => "image",
        Domain.Healthcheck => "healthcheck",
        _ => throw new ArgumentOutOfRangeException(nameof(domain), domain, "Unknown domain."),
    };

    public static Domain? DomainOf(string name) => name switch
    {
        "chat" => Domain.Chat,
        "embedding" => Domain.Embedding,
        "image" => Domain.Image,
        "healthcheck" => Domain.Healthcheck,
        _ => null,
    };

    public static string Of(Band band) => band switch
    {
        Band.Interactive => "interactive",
        Band.Standard => "standard",
        Band.Bulk => "bulk",
        _ => throw new ArgumentOutOfRangeException(nameof(band), band, "Unknown band."),
    };

    public static string Of(LimitCause cause) => cause switch
    {
        LimitCause.RateLimit => "rate_limit",
        LimitCause.Failures => "failures",
        LimitCause.Slow => "slow",
        LimitCause.Cap => "cap",
        LimitCause.Success => "success",
        LimitCause.Gate => "gate",
        LimitCause.Bucket => "bucket",
        LimitCause.Idle => "idle",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "Unknown cause."),
    };

    public static string Of(GateState gate) => gate switch
    {
        GateState.Open => "open",
        GateState.Outage => "outage",
        GateState.Probing => "probing",
        GateState.Closed => "closed",
        _ => throw new ArgumentOutOfRangeException(nameof(gate), gate, "Unknown gate state."),
    };

    /// <summary>Key of an endpoint's ledger. A provider's name has no slash, a model's id may have some.</summary>
    public static string LedgerKey(EndpointKey endpoint) => $"{endpoint.Provider}/{endpoint.Model}";

    public static EndpointKey Endpoint(string ledgerKey)
    {
        var slash = ledgerKey.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? throw new ArgumentException($"'{ledgerKey}' is no ledger key; it must be 'provider/model'.", nameof(ledgerKey))
            : new EndpointKey(ledgerKey[..slash], ledgerKey[(slash + 1)..]);
    }
}
