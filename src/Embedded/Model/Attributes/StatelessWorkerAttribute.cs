namespace Granary.Embedded;

/// <summary>Several activations of one key may run, on every silo; a call goes to a free one of the caller's silo.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute : PlacementAttribute
{
    /// <summary>As many workers per silo and key as the machine has processors.</summary>
    public StatelessWorkerAttribute() => MaxLocalWorkers = 0;

    /// <summary>At most that many workers per silo and key.</summary>
    public StatelessWorkerAttribute(int maxLocalWorkers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLocalWorkers, 1);
        MaxLocalWorkers = maxLocalWorkers;
    }

    internal int MaxLocalWorkers { get; }
}
