using Granary.Admission;
using Granary.Simulation.Protocol;

namespace Granary.Simulation.Yardsticks;

/// <summary>
/// The lease layer alone: production agents and ledgers with their default settings in virtual time, limits that stay, and a network that loses
/// nothing and takes 0.5 to 1.5 ms.
/// </summary>
internal sealed class LeaseWorld
{
    private readonly PriorityQueue<Action, (double At, long Order)> _steps = new();
    private readonly LeaseAgent[][] _agents;
    private long _order;

    /// <summary>That many processes, each with an agent for every endpoint; <paramref name="limit"/> is an endpoint's.</summary>
    public LeaseWorld(int agents, int endpoints, int limit, ulong seed)
    {
        Chance = new Chance(seed);
        var ledgers = Enumerable.Range(0, endpoints).Select(i => new LeaseLedger(this, new EndpointKey("p", $"m{i}"))).ToArray();
        _agents = [.. Enumerable.Range(0, agents).Select(a => ledgers.Select(ledger => new LeaseAgent(this, ledger, $"a{a}", limit)).ToArray())];
    }

    public double Now { get; private set; }

    public Chance Chance { get; }

    /// <summary>Messages sent, answers and notices among them.</summary>
    public long Messages { get; private set; }

    public LeaseAgent Agent(int process, int endpoint) => _agents[process][endpoint];

    public void After(double delay, Action step) => _steps.Enqueue(step, (Now + delay, ++_order));

    public void Send(Action arrival)
    {
        Messages++;
        After(Chance.Between(0.0005, 0.0015), arrival);
    }

    public void Until(double end)
    {
        while (_steps.TryPeek(out var step, out var when) && when.At <= end)
        {
            _steps.Dequeue();
            Now = Math.Max(Now, when.At);
            step();
        }

        Now = end;
    }
}
