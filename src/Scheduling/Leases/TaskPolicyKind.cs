namespace Granary.Scheduling.Leases;

/// <summary>How groups share what they want together.</summary>
public enum TaskPolicyKind
{
    /// <summary>A group stays within its cap while others press. Hard isolation: may leave units idle on purpose.</summary>
    StrictFair,

    /// <summary>A group takes idle units beyond its part as debt, and waits with debt while others press.</summary>
    BoundedBorrow,
}
