using Granary.Admission;
using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using Granary.Admission.Ledgers;

namespace Granary.Simulation.Protocol;

/// <summary>
/// Production agents and ledgers in virtual time, each with its own clock, over a network that delays, loses, repeats and reorders, with storage
/// that fences by version, providers with hidden limits, and a list of faults. One seed decides everything. Three phases: troubled, with the
/// faults and changing demand; calm, with the same demand everywhere; and rest, without demand. No grain runtime: that is the other simulation's.
/// </summary>
internal sealed partial class ProtocolWorld
{
    /// <summary>Ghosts and learning are over by then.</summary>
    private const double SettledAfter = 26;
    private const double Calm = 36;
    private const double Rest = 12;
    private readonly PriorityQueue<Action, (double At, long Order)> _steps = new();
    private readonly LedgerSettings _ledgerSettings;
    private readonly AgentSettings _agentSettings = new() { ShareLife = 7, Refresh = 2.5 };
    private readonly List<AgentProcess> _processes = [];
    private readonly List<EndpointWorld> _endpoints = [];
    private readonly Checkers _checkers;
    private readonly Chance _load;
    private readonly Chance _network;
    private readonly Chance _jitter;
    private readonly Chance _lives;
    private long _order;
    private long _stepCount;
    private long _admitted;
    private long _messages;
    private ulong _trace = 14695981039346656037;
    private Phase _phase;

    private ProtocolWorld(WorldPlan plan)
    {
        Plan = plan;
        var chance = new Chance(plan.Seed);
        _load = chance.Fork(10);
        _network = chance.Fork(11);
        _jitter = chance.Fork(12);
        _lives = chance.Fork(13);
        _checkers = new Checkers(this);
        _ledgerSettings = new LedgerSettings
        {
            // Shorter than by default, in the same proportions: more happens in a second, and ghosts are over sooner.
            ShareLife = 8,
            AgentShareLife = 7,
            Refresh = 2.5,
            GrantsValid = 15,
            GhostHold = 10,
            Estimator = new EstimatorSettings { Name = plan.Estimator, Aimd = new AimdSettings { SuccessesPerStep = 5 } },
        };
        for (var i = 0; i < plan.Endpoints; i++)
        {
            _endpoints.Add(new EndpointWorld(i, new EndpointKey("p", $"m{i}"), new Provider(plan, chance.Fork(100 + (ulong)i))));
        }

        for (var i = 0; i < plan.Agents; i++)
        {
            Start(i, 1);
        }

        foreach (var fault in plan.Faults)
        {
            At(fault.At, () => Trouble(fault));
        }
    }

    private enum Phase
    {
        Troubled,
        Calm,
        Rest,
    }

    public WorldPlan Plan { get; }

    /// <summary>True time, which nobody in the world knows.</summary>
    public double Now { get; private set; }

    /// <summary>Runs that plan to its end, or to the first broken rule.</summary>
    public static WorldResult Run(WorldPlan plan)
    {
        var world = new ProtocolWorld(plan);
        try
        {
            world.Run();
            return world.Result(Verdict.Clean, "", "");
        }
        catch (RuleBrokenException broken)
        {
            return world.Result(broken.Rule[0] == 'S' ? Verdict.Safety : Verdict.Liveness, broken.Rule, FormattableString.Invariant($"at {world.Now:0.000} s: {broken.Detail}"));
        }
        catch (Exception crash)
        {
            return world.Result(Verdict.Crash, crash.GetType().Name, FormattableString.Invariant($"at {world.Now:0.000} s: {crash}"));
        }
    }

    private WorldResult Result(Verdict verdict, string rule, string detail) => new(Plan, verdict, rule, detail, _stepCount, _admitted, _messages, _trace);

    private void Run()
    {
        Demand();
        Until(Plan.Troubled);
        _phase = Phase.Calm;
        foreach (var endpoint in _endpoints)
        {
            foreach (var port in endpoint.Ports)
            {
                SetDemand(port, 2 + (2 * Plan.Cap / Plan.Agents));
            }
        }

        Until(Plan.Troubled + Calm);
        if (Plan.RequestsPerMinute == 0)
        {
            _endpoints.ForEach(Checkers.Fair);
        }

        _phase = Phase.Rest;
        foreach (var endpoint in _endpoints)
        {
            foreach (var port in endpoint.Ports)
            {
                Leave(port);
            }
        }

        Until(Plan.Troubled + Calm + Rest + (8 * Plan.CallLength));
        _endpoints.ForEach(Checkers.AtRest);
    }

    private void Until(double end)
    {
        while (_steps.TryPeek(out var step, out var when) && when.At <= end)
        {
            _steps.Dequeue();
            Now = Math.Max(Now, when.At);
            _stepCount++;
            step();
        }

        Now = end;
    }

    /// <summary>After every step that touched an endpoint.</summary>
    private void Check(EndpointWorld endpoint)
    {
        _checkers.Sums(endpoint);
        if (_phase == Phase.Calm && Now > Plan.Troubled + SettledAfter)
        {
            _checkers.Idle(endpoint);
        }
    }

    private void At(double delay, Action step) => _steps.Enqueue(step, (Now + delay, ++_order));

    /// <summary>Something happens in a process; if it stands still, when it goes on; if it is dead, never.</summary>
    private void At(double delay, AgentPort port, Action step) => At(delay, () => Within(port, step));

    private void Within(AgentPort port, Action step)
    {
        var process = port.Process;
        if (process.Dead)
        {
            return;
        }

        if (Now < process.PausedUntil)
        {
            At(process.PausedUntil - Now, port, step);
            return;
        }

        step();
        Settle(port);
        Checkers.Leases(port);
        Check(port.Endpoint);
    }

    private void Note(long what, long whom) => _trace = ((_trace ^ (ulong)((what << 32) + whom)) * 1099511628211) ^ (ulong)BitConverter.DoubleToInt64Bits(Now);

    private void Start(int index, ulong incarnation)
    {
        var process = new AgentProcess(this, index, incarnation, Clock.Any(_lives, Plan.ClockDrift));
        if (index < _processes.Count)
        {
            _processes[index] = process;
        }
        else
        {
            _processes.Add(process);
        }

        foreach (var endpoint in _endpoints)
        {
            var core = new CapacityAgent(endpoint.Key, $"a{index}", incarnation, _agentSettings)
            {
                ObeysAnyEpoch = Plan.Broken == BrokenRule.ObeysAnyEpoch,
                IgnoresExpiry = Plan.Broken == BrokenRule.IgnoresExpiry,
            };
            var port = new AgentPort(process, endpoint, core);
            process.Ports.Add(port);
            endpoint.ByName[core.AgentId] = port;
            endpoint.Ports.RemoveAll(p => p.Process.Index == index);
            endpoint.Ports.Add(port);
            core.Register(Domain.Chat, "alias", Plan.Cap, port.Now, port.Effects);
            if (Plan.RequestsPerMinute > 0)
            {
                core.SetRates(Domain.Chat, new Admission.Protocol.RateCaps(Plan.RequestsPerMinute, 0, 0, 0));
            }
        }
    }
}
