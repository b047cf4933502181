using Granary.Admission;
using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using Granary.Admission.Gates;
using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;

namespace Granary.Tournament;

/// <summary>
/// Several agents and their one ledger, the production ones, against the provider model: reports and answers take their time, demand is skewed
/// and drawn again every minute. Only what travels is modelled here; who may send is decided by the agents.
/// </summary>
internal sealed class ClusterCaller
{
    private const double SkewEvery = 60;
    private const int Backlog = 150;
    private static readonly EndpointKey Endpoint = new("p", "m");
    private static readonly AdmissionRequest Ask = new(new ResourceKey("p", "m", Domain.Chat), "t");
    private readonly Scenario _scenario;
    private readonly Random _random;
    private readonly ProviderModel _provider;
    private readonly Scorer _scorer;
    private readonly CapacityLedger _ledger;
    private readonly ClusterAgent[] _agents;
    private readonly double _delay;
    private readonly LedgerEffects _heard = new();
    private readonly PriorityQueue<Action, (double At, long Order)> _events = new();
    private double _now;
    private long _order;
    private long _messages;

    public ClusterCaller(Scenario scenario, int agents, double delay, int seed, EstimatorSettings estimator)
    {
        _scenario = scenario;
        _delay = delay;
        _random = new Random(seed);
        _provider = new ProviderModel(scenario, _random);
        _scorer = new Scorer(scenario);
        _ledger = new CapacityLedger(
            Endpoint, new LedgerSettings { Estimator = estimator, Gate = new GateSettings { LongestWait = 5 } }, null, 0, 0);
        _agents = [.. Enumerable.Range(0, agents).Select(i => new ClusterAgent(new CapacityAgent(Endpoint, $"a{i}", 1, new AgentSettings { LeaseLife = 1e6 })))];
    }

    /// <summary>Reports sent per call sent.</summary>
    public double MessagesPerCall { get; private set; }

    public RunResult Run()
    {
        foreach (var agent in _agents)
        {
            agent.Agent.Register(Domain.Chat, "alias", _scenario.Cap, 0, agent.Effects);
        }

        foreach (var change in _scenario.Changes.Concat(_scenario.Outages.SelectMany(static o => new[] { o.From, o.To })))
        {
            Schedule(change, static () => { });
        }

        Skew();
        while (_events.TryDequeue(out var next, out var at) && at.At < _scenario.Duration)
        {
            _scorer.Advance(at.At, _provider.Held, _provider.Away(_now));
            _now = at.At;
            next();
        }

        var result = _scorer.Result(_ledger.View(Domain.Chat, _now)?.Ceiling ?? 0);
        MessagesPerCall = _messages / Math.Max(1.0, result.Sends);
        return result;
    }

    /// <summary>Together they always want more than the provider holds; who wants how much changes.</summary>
    private void Skew()
    {
        var weights = _agents.Select(_ => _random.NextDouble() * _random.NextDouble()).ToArray();
        var sum = weights.Sum();
        for (var i = 0; i < _agents.Length; i++)
        {
            _agents[i].Wanted = (int)Math.Ceiling(Math.Max(Backlog, 1.5 * _scenario.Cap) * weights[i] / sum);
            Pump(_agents[i]);
        }

        Schedule(_now + SkewEvery, Skew);
    }

    private void Pump(ClusterAgent agent)
    {
        // One that was refused waits again; whoever is too many after a new draw is not replaced.
        while (agent.Agent.Waiters + agent.Agent.InFlight < agent.Wanted)
        {
            var decision = agent.Agent.Acquire(Ask, _now, agent.Effects);
            if (decision.Granted)
            {
                Send(agent, decision.Lease);
            }
            else if (decision.Waiter is null)
            {
                break;
            }
        }

        Settle(agent);
    }

    private void Settle(ClusterAgent agent)
    {
        foreach (var granted in agent.Effects.Granted)
        {
            Send(agent, granted.Lease);
        }

        agent.Effects.Clear();
        if (agent.Agent.ReportDue(_now))
        {
            Report(agent);
        }

        var wake = agent.Agent.NextWake(_now);
        if (wake < agent.WakeAt && double.IsFinite(wake))
        {
            agent.WakeAt = wake;
            Schedule(Math.Max(wake, _now + 0.001), () =>
            {
                agent.WakeAt = double.PositiveInfinity;
                agent.Agent.Tick(_now, agent.Effects);
                Pump(agent);
            });
        }
    }

    private void Report(ClusterAgent agent)
    {
        var report = agent.Agent.BuildReport(_now);
        _messages++;
        Schedule(_now + Delay(), () => Hear(agent, report));
    }

    private void Hear(ClusterAgent agent, AgentReport report)
    {
        _heard.Clear();
        _ledger.Hear(report, _now, _heard, _random.NextDouble());
        if (_ledger.MustPersist(report, _now))
        {
            _ledger.Persisted(_ledger.Save(_now), _now);
        }

        var grant = _ledger.Grant(report, _now, _heard);
        foreach (var addressed in _heard.Notices)
        {
            var to = Array.Find(_agents, a => a.Agent.AgentId == addressed.AgentId)!;
            Schedule(_now + Delay(), () =>
            {
                to.Agent.Notify(addressed.Notice, _now, to.Effects);
                Pump(to);
            });
        }

        Schedule(_now + Delay(), () =>
        {
            agent.Agent.Apply(grant, _random.NextDouble(), _now, agent.Effects);
            Pump(agent);
        });
    }

    private double Delay() => _delay * (0.75 + (0.5 * _random.NextDouble())) / 2;

    private void Send(ClusterAgent agent, RequestLease lease)
    {
        _scorer.Sent(_now, 0, 0);
        var cause = _provider.Ask(0, _now);
        var sentAt = _now;
        if (cause != AnswerCause.None)
        {
            Schedule(_now + _provider.RefusalTime(), () => Refused(agent, lease, cause, sentAt));
            return;
        }

        var service = _provider.ServiceTime(_now);
        Schedule(_now + _provider.HeaderTime(service), () =>
        {
            _scorer.Accepted(_now, 0);
            agent.Agent.Accepted(lease, null, _now);
            Settle(agent);
        });
        Schedule(_now + service, () =>
        {
            _provider.Done();
            agent.Agent.Release(lease, ReleaseReport.Succeeded(TimeSpan.FromSeconds(_now - sentAt)), _now, agent.Effects);
            Pump(agent);
        });
    }

    private void Refused(ClusterAgent agent, RequestLease lease, AnswerCause cause, double sentAt)
    {
        var latency = TimeSpan.FromSeconds(_now - sentAt);
        if (cause == AnswerCause.ServerFailure)
        {
            _scorer.Futile();
            agent.Agent.Release(lease, new ReleaseReport(ReleaseOutcome.ProviderFailure, ServerFault: true, Latency: latency), _now, agent.Effects);
        }
        else
        {
            _scorer.Refused(_now);
            agent.Agent.Release(lease, new ReleaseReport(ReleaseOutcome.RateLimited, Latency: latency, Cause: cause), _now, agent.Effects);
        }

        Pump(agent);
    }

    private void Schedule(double at, Action what) => _events.Enqueue(what, (at, _order++));

    private sealed class ClusterAgent(CapacityAgent agent)
    {
        public CapacityAgent Agent => agent;

        public AgentEffects Effects { get; } = new();

        public int Wanted { get; set; }

        public double WakeAt { get; set; } = double.PositiveInfinity;
    }
}
