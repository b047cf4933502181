using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;

namespace Granary.Admission.Tests.Simulation;

/// <summary>
/// Agents and a ledger in virtual time, with a network that delays, loses, repeats and reorders, storage that fences, and processes that
/// crash. One seed decides everything. After every step the safety rules are checked; a failure names the seed.
/// </summary>
internal sealed class World
{
    private readonly Random _random;
    private readonly int _seed;
    private readonly SimulationOptions _options;
    private readonly PriorityQueue<Action, (double At, long Order)> _events = new();
    private readonly List<WorldAgent> _agents = [];
    private readonly Queue<(double At, AgentReport Report, LedgerGrant Grant)> _exchanges = new();
    private readonly WorldStorage _storage = new();
    private readonly LedgerSettings _settings;
    private readonly Dictionary<long, int> _cuts = [];
    private WorldLedger _ledger;
    private WorldLedger? _zombie;
    private long _order;
    private int _previousShares;
    private bool _faults = true;
    private bool _load = true;

    public World(int seed, SimulationOptions options)
    {
        _seed = seed;
        _options = options;
        _random = new Random(seed);
        _settings = new LedgerSettings { DirectBelow = 0, DirectPerAgent = 0, Estimator = new EstimatorSettings { Aimd = new AimdSettings { SuccessesPerStep = 5 } } };
        _ledger = new WorldLedger(_settings, _storage, Now);
        for (var i = 0; i < options.Agents; i++)
        {
            Start(i, 1);
        }
    }

    public double Now { get; private set; }

    public int Steps { get; private set; }

    public long Admitted { get; private set; }

    public IReadOnlyList<WorldAgent> Agents => _agents;

    public CapacityLedger Ledger => _ledger.Core;

    /// <summary>Permits that agents may use or will be able to use once an answer on its way arrives.</summary>
    public int Shares => _agents.Sum(a => a.Core.KeyOf(Domain.Chat) is { } key
        ? Math.Max(key.UsableShare(Now), a.Waiting < 0 ? 0 : Math.Min(a.OnItsWay, key.NoticedShare))
        : 0);

    /// <summary>Random load, and faults until half of the time.</summary>
    public void Run(double seconds)
    {
        var end = Now + seconds;
        var quiet = Now + (seconds / 2);
        Arrive();
        if (_options.Crashes > 0)
        {
            At(_random.NextDouble() / _options.Crashes, Crash);
        }

        while (_events.TryPeek(out var step, out var when) && when.At <= end)
        {
            _events.Dequeue();
            Now = Math.Max(Now, when.At);
            _faults = Now < quiet;
            step();
            Steps++;
            Check();
        }

        Now = end;
    }

    /// <summary>No new load; everything out comes back.</summary>
    public void Finish(double seconds)
    {
        _load = false;
        Run(seconds);
    }

    private static AdmissionRequest Ask(Random random) => new(
        new ResourceKey("p", "m", Domain.Chat), "t" + random.Next(3), null, (Band)random.Next(3),
        random.Next(4) == 0 ? TimeSpan.FromSeconds(random.NextDouble() * 10) : null);

    private void Start(int index, ulong incarnation)
    {
        var core = new CapacityAgent(new EndpointKey("p", "m"), "a" + index, incarnation, new AgentSettings());
        var agent = new WorldAgent(index, incarnation, core);
        core.Register(Domain.Chat, "alias", _options.Cap, Now, agent.Effects);
        if (index < _agents.Count)
        {
            _agents[index] = agent;
        }
        else
        {
            _agents.Add(agent);
        }
    }

    private void Arrive()
    {
        if (!_load)
        {
            return;
        }

        var agent = _agents[_random.Next(_agents.Count)];
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            var decision = agent.Core.Acquire(Ask(_random), Now, agent.Effects);
            if (decision.Granted)
            {
                Hold(agent, decision.Lease);
            }
            else if (decision.Waiter is { } waiter && _random.Next(10) == 0)
            {
                At(_random.NextDouble() * 5, () => agent.Core.Cancel(waiter, Now, agent.Effects), agent);
            }
        }

        Settle(agent);
        At(_random.NextDouble() * 0.2, Arrive);
    }

    private void Hold(WorldAgent agent, RequestLease lease)
    {
        Admitted++;
        var key = agent.Core.KeyOf(Domain.Chat)!;
        That(key.InFlight <= key.UsableShare(Now), $"S2: {key.InFlight} in flight on a share of {key.UsableShare(Now)}");
        That(agent.Held.Add(lease.Number), "S5: a lease was given twice");
        if (_random.Next(200) == 0)
        {
            return;
        }

        At(0.05 + (_random.NextDouble() * 2), () => Release(agent, lease), agent);
    }

    private void Release(WorldAgent agent, RequestLease lease)
    {
        var roll = _random.NextDouble();
        var report = roll < _options.Refusals ? ReleaseReport.RateLimited(_random.Next(2) == 0 ? null : TimeSpan.FromSeconds(_random.NextDouble() * 3))
            : roll < _options.Refusals + 0.01 ? new ReleaseReport(ReleaseOutcome.ProviderFailure, ServerFault: true)
            : ReleaseReport.Succeeded(TimeSpan.FromSeconds(1));
        if (agent.Core.Release(lease, report, Now, agent.Effects) == ReleaseResult.Released)
        {
            That(agent.Held.Remove(lease.Number), "S5: a lease was released twice");
        }

        Settle(agent);
    }

    private void Settle(WorldAgent agent)
    {
        foreach (var granted in agent.Effects.Granted.ToList())
        {
            Hold(agent, granted.Lease);
        }

        agent.Effects.Clear();
        if (agent.Core.ReportDue(Now))
        {
            Send(agent, agent.Core.BuildReport(Now));
        }

        var wake = Math.Max(Now, agent.Core.NextWake(Now));
        if (double.IsFinite(wake) && wake != agent.WakeAt)
        {
            agent.WakeAt = wake;
            At(wake - Now, () => Wake(agent, wake), agent);
        }
    }

    private void Wake(WorldAgent agent, double wake)
    {
        if (agent.WakeAt == wake)
        {
            agent.WakeAt = double.NaN;
            agent.Core.Tick(Now, agent.Effects);
        }
    }

    private void Send(WorldAgent agent, AgentReport report)
    {
        agent.Waiting = report.Sequence;
        agent.OnItsWay = 0;
        At(5, () => Lost(agent, report), agent);
        Deliver(() => Receive(agent, report));
    }

    private void Lost(WorldAgent agent, AgentReport report)
    {
        if (agent.Waiting == report.Sequence)
        {
            agent.Waiting = -1;
            agent.Core.ExchangeFailed(_random.NextDouble(), Now);
        }
    }

    private void Receive(WorldAgent agent, AgentReport report)
    {
        var ledger = _zombie is { Dead: false } && _random.Next(3) == 0 ? _zombie : _ledger;
        var effects = new LedgerEffects();
        var grant = ledger.Exchange(report, Now, effects, _faults && _random.NextDouble() < _options.StorageErrors);
        if (ledger.Dead && ReferenceEquals(ledger, _ledger))
        {
            _ledger = new WorldLedger(_settings, _storage, Now);
        }

        foreach (var (_, effect) in effects.Estimates.Where(static e => e.Effect.Kind == EstimatorEffectKind.LimitDecreased))
        {
            if (!ledger.Dead && ReferenceEquals(ledger, _ledger))
            {
                _cuts[effect.Generation] = _cuts.GetValueOrDefault(effect.Generation) + 1;
                That(_cuts[effect.Generation] == 1, $"S6: generation {effect.Generation} was cut to twice");
            }
        }

        foreach (var notice in effects.Notices)
        {
            if (_agents.Find(a => a.Core.AgentId == notice.AgentId) is { } target)
            {
                Deliver(() => target.Core.Notify(notice.Notice, Now, target.Effects), target);
            }
        }

        if (grant is not null)
        {
            Remember((report, grant));
            if (agent.Waiting == grant.Sequence && grant.Epoch >= agent.Core.Epoch)
            {
                agent.OnItsWay = Math.Max(agent.OnItsWay, grant.Domains.Sum(static d => d.Share));
            }

            Deliver(
                () =>
                {
                    if (agent.Core.Apply(grant, _random.NextDouble(), Now, agent.Effects))
                    {
                        agent.Waiting = -1;
                    }
                },
                agent);
        }
    }

    private void Crash()
    {
        if (!_faults)
        {
            return;
        }

        switch (_random.Next(3))
        {
            case 0:
                _ledger = new WorldLedger(_settings, _storage, Now);
                break;
            case 1:
                _zombie = _ledger;
                _ledger = new WorldLedger(_settings, _storage, Now);
                break;
            default:
                var index = _random.Next(_agents.Count);
                _agents[index].Dead = true;
                Start(index, _agents[index].Incarnation + 1);
                break;
        }

        At(_random.NextDouble() * 2 / _options.Crashes, Crash);
    }

    private void Deliver(Action action, WorldAgent? owner = null)
    {
        if (_faults && _random.NextDouble() < _options.Loss)
        {
            return;
        }

        var most = _faults ? _options.DelayMost : 0.01;
        At(_random.NextDouble() * most, action, owner);
        if (_faults && _random.NextDouble() < _options.Duplication)
        {
            At(_random.NextDouble() * most * 3, action, owner);
        }
    }

    private void At(double delay, Action action, WorldAgent? owner = null) => _events.Enqueue(
        () =>
        {
            if (owner?.Dead == true)
            {
                return;
            }

            action();
            if (owner is not null)
            {
                Settle(owner);
            }
        },
        (Now + delay, ++_order));

    private void Check()
    {
        var limit = Math.Max(Limit(_ledger), _zombie is { Dead: false } ? Limit(_zombie) : 0);
        var shares = Shares;
        That(shares <= limit || shares <= _previousShares, $"S1: shares {shares} rose from {_previousShares} above the limit {limit}");
        _previousShares = shares;
        foreach (var agent in _agents)
        {
            if (agent.Core.KeyOf(Domain.Chat) is not { } key)
            {
                continue;
            }

            var held = agent.Held.Count - agent.Core.Leaks.Expired;
            That(key.InFlight == held && key.InFlight >= 0, "S5: in flight is not what was given, less what came back or expired");
            That(key.InFlight == key.Acquired - key.Released - agent.Core.Leaks.Expired, "S5: the agent's own counts do not add up");
        }
    }

    private int Limit(WorldLedger ledger) => ledger.Core.EstimatorOf(Domain.Chat)?.Look(Now) ?? _options.Cap;

    private void Remember((AgentReport Report, LedgerGrant Grant) exchange)
    {
        _exchanges.Enqueue((Now, exchange.Report, exchange.Grant));
        if (_exchanges.Count > 30)
        {
            _exchanges.Dequeue();
        }
    }

    private void That(bool condition, string what)
    {
        if (condition)
        {
            return;
        }

        var last = _exchanges.Select(static e =>
            $"{e.At:0.###} {e.Report.AgentId} #{e.Report.Sequence}: share {e.Report.Domains.Sum(static d => d.Share)}, held {e.Report.Domains.Sum(static d => d.Held)}"
            + $" -> {e.Grant.Domains.Sum(static d => d.Share)} of {e.Grant.Domains.Sum(static d => d.Limit)}, {e.Grant.Reason}, epoch {e.Grant.Epoch}");
        Assert.Fail($"seed {_seed}, {_options}, at {Now:0.######}, step {Steps}: {what}\n{string.Join('\n', last)}");
    }
}
