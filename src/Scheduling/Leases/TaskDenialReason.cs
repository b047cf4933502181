namespace Granary.Scheduling.Leases;

/// <summary>Why a task may not run now.</summary>
public enum TaskDenialReason
{
    /// <summary>Some resource has fewer units available than wanted.</summary>
    NoCapacity,

    /// <summary>Others press, and its group holds its part.</summary>
    GroupCap,

    /// <summary>Others press and its group owes, or it owes as much as it may.</summary>
    BorrowDebt,

    /// <summary>Only the endpoint it would call stands in the way: blocked, closed, or taking no more at the moment.</summary>
    RequestBlocked,

    /// <summary>The process is shutting down.</summary>
    Shutdown,
}
