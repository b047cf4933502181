using Granary.Admission;
using Granary.Admission.Estimators;
using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;

namespace Granary.Simulation.Yardsticks;

/// <summary>The ledger of one endpoint with a limit that stays; its storage never fails.</summary>
internal sealed class LeaseLedger(LeaseWorld world, EndpointKey endpoint)
{
    private readonly LedgerEffects _effects = new();
    private readonly CapacityLedger _core = new(
        endpoint, new LedgerSettings { Estimator = new EstimatorSettings { Name = LimitEstimators.Fixed } }, null, 0, 0);

    public EndpointKey Endpoint => endpoint;

    public Dictionary<string, LeaseAgent> Agents { get; } = new(StringComparer.Ordinal);

    public void Exchange(LeaseAgent sender, AgentReport report)
    {
        _effects.Clear();
        _core.Hear(report, world.Now, _effects);
        if (_core.MustPersist(report, world.Now))
        {
            Persist();
        }

        var grant = _core.Grant(report, world.Now, _effects);
        Tell();
        world.Send(() => sender.Answer(grant));
    }

    public void Acquire(LeaseAgent sender, DirectRequest request)
    {
        _effects.Clear();
        _core.Hear(request, world.Now, _effects);
        if (_core.MustPersist(request, world.Now))
        {
            Persist();
        }

        var reply = _core.Grant(request, world.Now, _effects);
        Tell();
        world.Send(() => sender.Answer(reply));
    }

    public void Settle(DirectRelease release)
    {
        _effects.Clear();
        _core.Hear(release, world.Now, _effects);
        Tell();
    }

    private void Persist() => _core.Persisted(_core.Save(world.Now), world.Now);

    private void Tell()
    {
        foreach (var (agentId, notice) in _effects.Notices)
        {
            world.Send(() => Agents[agentId].Notify(notice));
        }
    }
}
