using Granary.Admission.Agents;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>One agent as its ledger knows it.</summary>
internal sealed class LedgerAgent(string id, ulong incarnation)
{
    private readonly Booking?[] _bookings = new Booking?[Domains.Count];

    public string Id => id;

    public ulong Incarnation => incarnation;

    /// <summary>Where notices reach it, in the shell's own form; null: unknown.</summary>
    public string? Address { get; set; }

    /// <summary>Newest message.</summary>
    public long Sequence { get; set; }

    /// <summary>When its shares expire here.</summary>
    public double ExpiresAt { get; set; }

    public double SeenAt { get; set; }

    /// <summary>Its shares have expired or were returned; only ghosts may be left.</summary>
    public bool Gone { get; set; }

    /// <summary>It has reported to this ledger, so that its totals have a base.</summary>
    public bool Heard { get; set; }

    /// <summary>The newest message was answered, so leases may be sent to it unasked.</summary>
    public bool Answered { get; set; }

    public int EndpointCap { get; set; } = int.MaxValue;

    public LedgerGrant? LastGrant { get; set; }

    public DirectReply? LastReply { get; set; }

    /// <summary>Nothing is booked, and no ghost is left.</summary>
    public bool Uncharged => Charged(Domain.Chat) + Charged(Domain.Embedding) + Charged(Domain.Image) + Charged(Domain.Healthcheck) == 0;

    public Booking? Of(Domain domain) => _bookings[(int)domain];

    public Booking Book(Domain domain) => _bookings[(int)domain] ??= new Booking(this);

    /// <summary>Permits charged for that domain: booked, direct leases, or ghosts.</summary>
    public int Charged(Domain domain) => Of(domain)?.Charged ?? 0;
}
