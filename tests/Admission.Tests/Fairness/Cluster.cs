using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using Granary.Admission.Ledgers;
using Granary.Admission.Tests.Agents;

namespace Granary.Admission.Tests.Fairness;

/// <summary>Several agents and their ledger without faults, in virtual time: exchanges take 1 ms, calls a fixed time.</summary>
internal sealed class Cluster
{
    private const double Trip = 0.001;
    private readonly PriorityQueue<Action, (double At, long Order)> _events = new();
    private readonly List<CapacityAgent> _agents = [];
    private readonly List<AgentEffects> _effects = [];
    private readonly List<double> _wakes = [];
    private readonly CapacityLedger _ledger;
    private readonly double _service;
    private long _order;

    public Cluster(int agents, int limit, double service)
    {
        _service = service;
        _ledger = new CapacityLedger(AgentRig.Endpoint, new LedgerSettings { Estimator = new EstimatorSettings { Name = "fixed" } }, null, 0, 0);
        for (var i = 0; i < agents; i++)
        {
            _agents.Add(new CapacityAgent(AgentRig.Endpoint, "a" + i, 1, new AgentSettings()));
            _effects.Add(new AgentEffects());
            _wakes.Add(double.PositiveInfinity);
            _agents[i].Register(Domain.Chat, "alias", limit, 0, _effects[i]);
        }
    }

    public double Now { get; private set; }

    /// <summary>Every admission: when, whose, by which agent.</summary>
    public List<(double At, string Tenant, int Agent)> Admitted { get; } = [];

    public IReadOnlyList<CapacityAgent> Agents => _agents;

    /// <summary>One more request of a tenant at an agent. Keeps the queue at its length if told to: each admission asks again.</summary>
    public void Ask(int agent, string tenant, int weight = 1, bool again = false, Band band = Band.Bulk)
    {
        _agents[agent].SetPolicy(tenant, new TenantPolicy(weight));
        Submit(agent, AgentRig.Ask(band, tenant, flow: again ? "again" : null));
        Settle(agent);
    }

    public void Run(double until)
    {
        while (_events.TryPeek(out var step, out var when) && when.At <= until)
        {
            _events.Dequeue();
            Now = when.At;
            step();
        }

        Now = until;
    }

    private void Submit(int agent, AdmissionRequest request)
    {
        var decision = _agents[agent].Acquire(request, Now, _effects[agent]);
        if (decision.Granted)
        {
            Hold(agent, request, decision.Lease);
        }
    }

    private void Hold(int agent, AdmissionRequest request, RequestLease lease)
    {
        Admitted.Add((Now, request.Tenant, agent));
        At(_service, () =>
        {
            if (request.Flow is not null)
            {
                Submit(agent, request);
            }

            _agents[agent].Release(lease, ReleaseReport.Succeeded(TimeSpan.FromSeconds(_service)), Now, _effects[agent]);
            Settle(agent);
        });
    }

    private void Settle(int agent)
    {
        var granted = _effects[agent].Granted.ToList();
        _effects[agent].Clear();
        foreach (var (waiter, lease, _) in granted)
        {
            Hold(agent, waiter.Request, lease);
        }

        if (_agents[agent].ReportDue(Now))
        {
            var report = _agents[agent].BuildReport(Now);
            At(Trip, () =>
            {
                var effects = new LedgerEffects();
                _ledger.Hear(report, Now, effects);
                if (_ledger.MustPersist(report, Now))
                {
                    _ledger.Persisted(_ledger.Save(Now), Now);
                }

                var grant = _ledger.Grant(report, Now, effects);
                At(Trip, () =>
                {
                    _agents[agent].Apply(grant, 0.5, Now, _effects[agent]);
                    Settle(agent);
                });
                foreach (var (id, notice) in effects.Notices)
                {
                    var target = _agents.FindIndex(a => a.AgentId == id);
                    At(Trip, () =>
                    {
                        _agents[target].Notify(notice, Now, _effects[target]);
                        Settle(target);
                    });
                }
            });
        }

        var wake = _agents[agent].NextWake(Now);
        if (wake < _wakes[agent] || _wakes[agent] <= Now)
        {
            _wakes[agent] = wake;
            if (double.IsFinite(wake))
            {
                At(Math.Max(0, wake - Now), () =>
                {
                    if (_wakes[agent] == wake)
                    {
                        _wakes[agent] = double.PositiveInfinity;
                        _agents[agent].Tick(Now, _effects[agent]);
                        Settle(agent);
                    }
                });
            }
        }
    }

    private void At(double delay, Action action) => _events.Enqueue(action, (Now + delay, ++_order));
}
