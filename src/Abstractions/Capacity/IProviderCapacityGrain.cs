using Granary.Abstractions.Providers;

namespace Granary.Abstractions.Capacity;

/// <summary>The ledger of one endpoint: owns its limits and lends shares of them. Key: <c>provider/model</c>.</summary>
[Alias("granary.IProviderCapacityGrain")]
public interface IProviderCapacityGrain : IGrainWithStringKey
{
    /// <summary>
    /// Learns from a report and answers with the best share for that agent now. <paramref name="observer"/> hears notices until the next
    /// report. Fails while the ledger cannot write that it exists; the agent then keeps its share until it expires.
    /// </summary>
    [Alias("exchange")]
    Task<CapacityGrant> ExchangeAsync(CapacityReport report, ICapacityObserver observer);

    /// <summary>
    /// Direct mode: hears waiters and answers with permits for those that can be served now; <paramref name="observer"/> hears of the others'
    /// permits. Fails like <see cref="ExchangeAsync"/>.
    /// </summary>
    [Alias("acquire")]
    Task<CapacityDirectReply> AcquireAsync(CapacityDirectRequest request, ICapacityObserver observer);

    /// <summary>Direct mode: permits that are over. May be lost, repeated or late.</summary>
    [Alias("settle"), OneWay]
    Task SettleAsync(CapacityDirectRelease release);

    /// <summary>An operator says that a shut domain may be tried again at once. False: it was open, or never used.</summary>
    [Alias("open")]
    Task<bool> OpenAsync(string domain);

    /// <summary>An operator shuts a domain for that many seconds. False: it was never used, or is shut for longer already.</summary>
    [Alias("close")]
    Task<bool> CloseAsync(string domain, double seconds);

    /// <summary>One domain (<c>chat</c>, <c>embedding</c>, <c>image</c>, <c>healthcheck</c>) across all agents; null if it was never used.</summary>
    [Alias("view"), AlwaysInterleave]
    Task<EndpointView?> ViewAsync(string domain);
}
