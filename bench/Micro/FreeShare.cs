using Granary.Admission;
using Granary.Admission.Protocol;
using Granary.Grains.Capacity;
using Granary.Grains.Capacity.Events;

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Granary.Micro;

/// <summary>A process's admission whose ledger lends the whole cap for good, so that no message disturbs a measurement.</summary>
internal sealed class FreeShare(int cap) : ILedgerLink
{
    private const double ForGood = 1e6;

    public Action<EndpointKey, LedgerNotice>? Noticed { get; set; }

    public static RequestAdmission Make(ResourceKey key, int cap)
    {
        var clock = new AdmissionClock(TimeProvider.System);
        var options = Options.Create(new AdmissionOptions { ShareLife = TimeSpan.FromSeconds(ForGood) });
        var events = new RequestEventStream(clock, new EventInstruments(), NullLogger<RequestEventStream>.Instance);
        var admission = new RequestAdmission(new AgentIdentity("a", 1), new FreeShare(cap), options, clock, events, NullLogger<RequestAdmission>.Instance);
        admission.Register(key, "alias", cap);
        return admission;
    }

    public Task<LedgerGrant> ExchangeAsync(EndpointKey endpoint, AgentReport report) => Task.FromResult(new LedgerGrant(
        1, report.Sequence, ForGood, GrantReason.Served,
        [new LedgerDomainGrant { Domain = Domain.Chat, Share = cap, Limit = cap, Generation = 0, ExpiresIn = ForGood }]));

    public Task<DirectReply> AcquireAsync(EndpointKey endpoint, DirectRequest request) => throw new NotSupportedException("Direct mode is not measured.");

    public void Settle(EndpointKey endpoint, DirectRelease release)
    {
    }
}
