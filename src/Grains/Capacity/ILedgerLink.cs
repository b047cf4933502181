using Granary.Admission;
using Granary.Admission.Protocol;

namespace Granary.Grains.Capacity;

/// <summary>How agents reach ledgers.</summary>
internal interface ILedgerLink
{
    /// <summary>Called for every notice, on any thread. Set once, before the first exchange.</summary>
    Action<EndpointKey, LedgerNotice>? Noticed { get; set; }

    /// <summary>Sends a report to the endpoint's ledger. Fails when it cannot be reached or may not answer.</summary>
    Task<LedgerGrant> ExchangeAsync(EndpointKey endpoint, AgentReport report);

    /// <summary>Forwards waiters in direct mode. Fails when the ledger cannot be reached or may not answer.</summary>
    Task<DirectReply> AcquireAsync(EndpointKey endpoint, DirectRequest request);

    /// <summary>Tells the ledger of permits that are over, one-way.</summary>
    void Settle(EndpointKey endpoint, DirectRelease release);
}
