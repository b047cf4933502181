using Granary.Admission;
using Granary.Admission.Agents;
using Granary.Admission.Protocol;

namespace Granary.Simulation.Yardsticks;

/// <summary>One process's agent for one endpoint, with the shell's part: it sends what is due, and wakes it when it wants.</summary>
internal sealed class LeaseAgent
{
    private const string Tenant = "t";
    private readonly LeaseWorld _world;
    private readonly LeaseLedger _ledger;
    private readonly CapacityAgent _core;
    private readonly AgentEffects _effects = new();
    private readonly ResourceKey _key;
    private double _wakeAt = double.NaN;

    public LeaseAgent(LeaseWorld world, LeaseLedger ledger, string name, int cap)
    {
        _world = world;
        _ledger = ledger;
        _core = new CapacityAgent(ledger.Endpoint, name, 1, new AgentSettings());
        _key = new ResourceKey(ledger.Endpoint.Provider, ledger.Endpoint.Model, Domain.Chat);
        _core.Register(Domain.Chat, "alias", cap, 0, _effects);
        ledger.Agents.Add(name, this);
    }

    /// <summary>Asks for a permit and holds it that long; <paramref name="begun"/> and <paramref name="ended"/> are told when.</summary>
    public void Call(double length, Action begun, Action ended)
    {
        var call = (length, begun, ended);
        var decision = _core.Acquire(new AdmissionRequest(_key, Tenant, null, Band.Bulk), _world.Now, _effects);
        if (decision.Waiter is { } waiter)
        {
            waiter.Owner = call;
        }
        else
        {
            Begin(decision.Lease, call);
        }

        Settle();
    }

    public void Notify(LedgerNotice notice)
    {
        _core.Notify(notice, _world.Now, _effects);
        Settle();
    }

    public void Answer(LedgerGrant grant)
    {
        _core.Apply(grant, _world.Chance.Unit(), _world.Now, _effects);
        Settle();
    }

    public void Answer(DirectReply reply)
    {
        _core.Apply(reply, _world.Now, _effects);
        Settle();
    }

    private void Begin(RequestLease lease, (double Length, Action Begun, Action Ended) call)
    {
        call.Begun();
        _world.After(call.Length, () =>
        {
            _core.Release(lease, ReleaseReport.Succeeded(TimeSpan.FromSeconds(call.Length)), _world.Now, _effects);
            call.Ended();
            Settle();
        });
    }

    private void Settle()
    {
        foreach (var granted in _effects.Granted)
        {
            Begin(granted.Lease, ((double, Action, Action))granted.Waiter.Owner!);
        }

        foreach (var settled in _effects.Settled)
        {
            _world.Send(() => _ledger.Settle(settled));
        }

        _effects.Clear();
        if (_core.ReportDue(_world.Now))
        {
            if (_core.ForwardsOnly(_world.Now))
            {
                var request = _core.BuildRequest(_world.Now);
                _world.Send(() => _ledger.Acquire(this, request));
            }
            else
            {
                var report = _core.BuildReport(_world.Now);
                _world.Send(() => _ledger.Exchange(this, report));
            }
        }

        var wake = _core.NextWake(_world.Now);
        if (double.IsFinite(wake) && wake != _wakeAt)
        {
            _wakeAt = wake;
            _world.After(Math.Max(0, wake - _world.Now) + 1e-6, () => Wake(wake));
        }
    }

    private void Wake(double wake)
    {
        if (_wakeAt == wake)
        {
            _wakeAt = double.NaN;
            _core.Tick(_world.Now, _effects);
            Settle();
        }
    }
}
