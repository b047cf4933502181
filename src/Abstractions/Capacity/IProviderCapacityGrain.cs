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

    /// <summary>One domain (<c>chat</c>, <c>embedding</c>, <c>image</c>, <c>healthcheck</c>) across all agents; null if it was never used.</summary>
    [Alias("view"), AlwaysInterleave]
    Task<EndpointView?> ViewAsync(string domain);
}
