namespace Granary.Admission.Ledgers;

/// <summary>Waiters of one tenant in one band, at all agents.</summary>
internal sealed class DirectTenant(string name)
{
    private readonly List<(LedgerAgent Agent, int Waiting)> _agents = [];
    private int _turn;

    public string Name => name;

    public int Weight { get; set; } = 1;

    /// <summary>Virtual time at which its next permit starts; the least is served first.</summary>
    public double Start { get; set; }

    /// <summary>Virtual time at which its last permit ended.</summary>
    public double Finish { get; set; }

    /// <summary>Order in which tenants became active, for equal tags.</summary>
    public long Activation { get; set; }

    public int Waiting { get; private set; }

    /// <summary>States how many wait at an agent.</summary>
    public void Set(LedgerAgent agent, int waiting)
    {
        var at = _agents.FindIndex(a => ReferenceEquals(a.Agent, agent));
        if (at < 0)
        {
            if (waiting > 0)
            {
                _agents.Add((agent, waiting));
                Waiting += waiting;
            }

            return;
        }

        Waiting += waiting - _agents[at].Waiting;
        if (waiting > 0)
        {
            _agents[at] = (agent, waiting);
            return;
        }

        _agents.RemoveAt(at);
        _turn = at < _turn ? _turn - 1 : _turn;
    }

    /// <summary>The next agent in turn that may be served; null: none of them may.</summary>
    public LedgerAgent? Next(Func<LedgerAgent, bool> eligible)
    {
        for (var i = 0; i < _agents.Count; i++)
        {
            var at = (_turn + i) % _agents.Count;
            if (eligible(_agents[at].Agent))
            {
                return _agents[at].Agent;
            }
        }

        return null;
    }

    /// <summary>One of that agent's waiters is served: the turn passes on.</summary>
    public void Served(LedgerAgent agent)
    {
        var at = _agents.FindIndex(a => ReferenceEquals(a.Agent, agent));
        _turn = at + 1;
        Set(agent, _agents[at].Waiting - 1);
        _turn = _agents.Count == 0 ? 0 : _turn % _agents.Count;
    }
}
