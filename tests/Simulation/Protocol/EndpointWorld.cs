using Granary.Admission;

namespace Granary.Simulation.Protocol;

/// <summary>One endpoint: its provider, the ledgers that think they own it, and what the checkers remember of it.</summary>
internal sealed class EndpointWorld(int index, EndpointKey key, Provider provider)
{
    public int Index => index;

    public EndpointKey Key => key;

    public ResourceKey Resource { get; } = new(key.Provider, key.Model, Domain.Chat);

    public Provider Provider => provider;

    public LedgerStore Store { get; } = new();

    /// <summary>The one that the directory knows; null: the next message makes it.</summary>
    public LedgerNode? Primary { get; set; }

    /// <summary>A second one, while the directory is split.</summary>
    public LedgerNode? Second { get; set; }

    public List<AgentPort> Ports { get; } = [];

    /// <summary>Ports by the name of their process.</summary>
    public Dictionary<string, AgentPort> ByName { get; } = new(StringComparer.Ordinal);

    public int PermitsBefore { get; set; }

    public int LimitBefore { get; set; }

    /// <summary>When an epoch first let an agent grow.</summary>
    public SortedDictionary<long, double> GrewAt { get; } = [];

    /// <summary>Limits cut to, by epoch and generation.</summary>
    public HashSet<(long, long)> Cuts { get; } = [];

    /// <summary>Admissions of the last minute.</summary>
    public Queue<double> Minute { get; } = new();

    /// <summary>Since when permits have been free while somebody waits; NaN: they are not.</summary>
    public double FreeSince { get; set; } = double.NaN;

    /// <summary>Some ledger that is alive counts that lease against its limit.</summary>
    public bool Lends(string agentId, Admission.Protocol.DirectLeaseId id) => Lends(Primary, agentId, id) || Lends(Second, agentId, id);

    private static bool Lends(LedgerNode? node, string agentId, Admission.Protocol.DirectLeaseId id) =>
        node is { Dead: false } && node.Core.Lends(agentId, Domain.Chat, id);
}
