namespace Granary.Admission;

/// <summary>What a release did. Only <see cref="Released"/> gives a permit back; the others are counted as leak diagnostics.</summary>
public enum ReleaseResult
{
    /// <summary>The permit is back and the outcome learned.</summary>
    Released,

    /// <summary>The id is of another life of this agent. No effect.</summary>
    WrongGeneration,

    /// <summary>The id is active but some field differs (nothing changes), or the lease has expired (no permit moves; a rate limit still blocks).</summary>
    StaleLease,

    /// <summary>The id is among the last 8,192 released ones. No effect.</summary>
    Duplicate,

    /// <summary>Nobody knows the id, or it is a very old duplicate. No effect.</summary>
    UnknownLease,
}
