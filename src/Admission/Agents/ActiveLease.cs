namespace Granary.Admission.Agents;

/// <summary>The agent's own record of a lease that is out; pooled.</summary>
internal sealed class ActiveLease : IHeapItem<ActiveLease>
{
    private int _place = -1;

    public RequestLease Lease { get; set; }

    public double ExpiresAt { get; set; }

    /// <summary>2xx response headers were seen.</summary>
    public bool Accepted { get; set; }

    public bool Before(ActiveLease other, int lane) =>
        ExpiresAt < other.ExpiresAt || (ExpiresAt == other.ExpiresAt && Lease.Number < other.Lease.Number);

    public ref int Place(int lane) => ref _place;
}
