using Granary.Admission;
using Granary.Admission.Agents;
using Granary.Admission.Protocol;

namespace Granary.Simulation.Protocol;

/// <summary>One process's agent for one endpoint, its callers, and what is on its way to it.</summary>
internal sealed class AgentPort(AgentProcess process, EndpointWorld endpoint, CapacityAgent core)
{
    private const double ShareLife = 7;
    private readonly List<(DirectLeaseId Id, long Sequence)> _onTheWay = [];
    private readonly HashSet<DirectLeaseId> _lapsed = [];

    public AgentProcess Process => process;

    public EndpointWorld Endpoint => endpoint;

    public CapacityAgent Core => core;

    public AgentEffects Effects { get; } = new();

    /// <summary>Numbers of leases that callers hold.</summary>
    public HashSet<long> Held { get; } = [];

    /// <summary>Callers that want to be at work, and those that are.</summary>
    public int Wanted { get; set; }

    public int Callers { get; set; }

    /// <summary>When its timer fires; NaN: not armed.</summary>
    public double WakeAt { get; set; } = double.NaN;

    /// <summary>When the newest message was sent, by its own clock.</summary>
    public double SentAt { get; set; }

    /// <summary>The newest message, and whether its answer is waited for.</summary>
    public long Sequence { get; set; }

    public bool Waiting { get; set; }

    /// <summary>The share it said it had in that message.</summary>
    public int Claimed { get; set; }

    /// <summary>Largest share in an answer to that message that may still be obeyed.</summary>
    public int Promised { get; set; }

    public double Now => process.Local;

    /// <summary>A message was answered with leases; they may be used once the answer, or a copy of it, arrives.</summary>
    public void Sent(DirectLease lease, long sequence)
    {
        _onTheWay.RemoveAll(l => l.Id == lease.Id);
        _onTheWay.Add((lease.Id, sequence));
    }

    /// <summary>
    /// Permits that it may use, now or once an answer on its way arrives: the largest share, and direct leases. One that was lost on its way is
    /// sent again by its ledger while that lives.
    /// </summary>
    public int Permits()
    {
        // Its life counts from the sending of the message: an answer that comes later gives nothing.
        var promised = Waiting && Now < SentAt + ShareLife ? Promised : 0;
        if (core.KeyOf(Domain.Chat) is not { } key)
        {
            return promised;
        }

        var share = key.UsableShare(Now);
        var permits = Math.Max(share, Math.Min(promised, key.NoticedShare));
        foreach (var id in key.Lending.Direct.Used)
        {
            // What has expired is a ghost, also when its process comes back.
            if (Now >= key.Lending.Direct.ExpiresAt)
            {
                _lapsed.Add(id);
            }

            permits += _lapsed.Contains(id) ? 0 : 1;
        }

        for (var i = _onTheWay.Count - 1; i >= 0; i--)
        {
            var (id, sequence) = _onTheWay[i];
            if (id.Epoch < core.Epoch || key.Lending.Direct.Knows(id) || ((sequence != Sequence || Now >= SentAt + ShareLife) && !endpoint.Lends(core.AgentId, id)))
            {
                _onTheWay.RemoveAt(i);
            }
            else
            {
                permits++;
            }
        }

        return permits;
    }
}
