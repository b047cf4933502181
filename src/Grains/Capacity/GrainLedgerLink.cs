using Granary.Abstractions.Capacity;
using Granary.Admission;
using Granary.Admission.Protocol;

namespace Granary.Grains.Capacity;

/// <summary>Ledgers are grains; notices come through one observer of this process.</summary>
internal sealed class GrainLedgerLink : ILedgerLink, ICapacityObserver
{
    private readonly IGrainFactory _grains;
    private readonly Lazy<ICapacityObserver> _reference;

    public GrainLedgerLink(IGrainFactory grains)
    {
        _grains = grains;

        // Made at the first exchange: the grain runtime may start after this object was built. This object outlives its reference.
        _reference = new Lazy<ICapacityObserver>(() => grains.CreateObjectReference<ICapacityObserver>(this));
    }

    public Action<EndpointKey, LedgerNotice>? Noticed { get; set; }

    public async Task<LedgerGrant> ExchangeAsync(EndpointKey endpoint, AgentReport report)
    {
        var ledger = _grains.GetGrain<IProviderCapacityGrain>(CapacityNames.LedgerKey(endpoint));
        return CapacityWire.FromWire(await ledger.ExchangeAsync(CapacityWire.ToWire(report), _reference.Value));
    }

    public async Task<DirectReply> AcquireAsync(EndpointKey endpoint, DirectRequest request)
    {
        var ledger = _grains.GetGrain<IProviderCapacityGrain>(CapacityNames.LedgerKey(endpoint));
        return CapacityWire.FromWire(await ledger.AcquireAsync(CapacityWire.ToWire(request), _reference.Value));
    }

    // One-way: the next message repeats it, so nobody waits for it and its failure is nobody's.
    public void Settle(EndpointKey endpoint, DirectRelease release) =>
        _ = _grains.GetGrain<IProviderCapacityGrain>(CapacityNames.LedgerKey(endpoint)).SettleAsync(CapacityWire.ToWire(release));

    public void Notify(CapacityNotice notice) => Noticed?.Invoke(new EndpointKey(notice.Provider, notice.Model), CapacityWire.FromWire(notice));
}
