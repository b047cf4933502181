namespace Granary.Admission.Agents;

/// <summary>The agent's own record of a lease that is out; pooled.</summary>
internal sealed class ActiveLease : IHeapItem<ActiveLease>
{
    private int _place = -1;

    public long Number { get; set; }

    public AdmissionRequest Request { get; set; } = null!;

    public double AcquiredAt { get; set; }

    public int Limit { get; set; }

    public int EffectiveCap { get; set; }

    public long Generation { get; set; }

    public int Level { get; set; }

    /// <summary>Seconds between renewals.</summary>
    public double Life { get; set; }

    public double ExpiresAt { get; set; }

    /// <summary>It was renewed or has a life of its own: its expiry does not follow from its number.</summary>
    public bool Timed { get; set; }

    /// <summary>2xx response headers were seen.</summary>
    public bool Accepted { get; set; }

    /// <summary>The value its holder has.</summary>
    public RequestLease ToLease(ulong incarnation) => new(
        incarnation, Number, Request.Key, Request.Tenant, Request.Band, AcquiredAt, Limit, EffectiveCap, Generation, Request.EstimatedTokens, Level, ExpiresAt);

    /// <summary>The copy is this lease: every field but the expiry, which renewals move.</summary>
    public bool Is(in RequestLease copy) =>
        copy.AcquiredAt == AcquiredAt && copy.Limit == Limit && copy.EffectiveCap == EffectiveCap && copy.Generation == Generation && copy.Level == Level
        && copy.EstimatedTokens == Request.EstimatedTokens && copy.Band == Request.Band && copy.Key == Request.Key && copy.Tenant == Request.Tenant;

    public bool Before(ActiveLease other, int lane) => ExpiresAt < other.ExpiresAt || (ExpiresAt == other.ExpiresAt && Number < other.Number);

    public ref int Place(int lane) => ref _place;
}
