namespace Granary.Scheduling.Leases;

/// <summary>What a release did. Only <see cref="Released"/> gives units back; all others are counted as diagnostics.</summary>
public enum TaskReleaseResult
{
    /// <summary>The units are back.</summary>
    Released,

    /// <summary>The lease is of another life of this controller.</summary>
    WrongGeneration,

    /// <summary>The lease is in force, but for another task. The true one stays releasable.</summary>
    StaleLease,

    /// <summary>The lease is among the last 8,192 released ones.</summary>
    Duplicate,

    /// <summary>Nobody knows the lease, or it is a very old duplicate.</summary>
    UnknownLease,
}
