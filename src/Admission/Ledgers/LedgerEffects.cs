using Granary.Admission.Estimators;
using Granary.Admission.Gates;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>What the shell has to do after a report.</summary>
public sealed class LedgerEffects
{
    private readonly List<AddressedNotice> _notices = [];
    private readonly List<DomainEffect> _estimates = [];
    private readonly List<DomainGateChange> _gates = [];

    /// <summary>Notices to send, after the answer was worked out; losing one is allowed.</summary>
    public IReadOnlyList<AddressedNotice> Notices => _notices;

    /// <summary>What the estimators did, in order.</summary>
    public IReadOnlyList<DomainEffect> Estimates => _estimates;

    /// <summary>Gates that changed, in order.</summary>
    public IReadOnlyList<DomainGateChange> Gates => _gates;

    /// <summary>Forgets everything, for reuse.</summary>
    public void Clear()
    {
        _notices.Clear();
        _estimates.Clear();
        _gates.Clear();
    }

    internal void Notify(string agentId, LedgerNotice notice) => _notices.Add(new AddressedNotice(agentId, notice));

    internal void Estimated(Domain domain, in EstimatorEffect effect) => _estimates.Add(new DomainEffect(domain, effect));

    internal void Gated(Domain domain, in GateChange change) => _gates.Add(new DomainGateChange(domain, change));
}
