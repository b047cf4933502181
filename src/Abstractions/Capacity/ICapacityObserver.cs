namespace Granary.Abstractions.Capacity;

/// <summary>An agent's ear for what a ledger tells it unasked.</summary>
[Alias("granary.ICapacityObserver")]
public interface ICapacityObserver : IGrainObserver
{
    /// <summary>Delivered at most once, in any order.</summary>
    [Alias("notify")]
    void Notify(CapacityNotice notice);
}
