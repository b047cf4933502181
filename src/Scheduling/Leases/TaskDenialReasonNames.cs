namespace Granary.Scheduling.Leases;

/// <summary>The names of <see cref="TaskDenialReason"/> in events and explanations.</summary>
public static class TaskDenialReasonNames
{
    /// <summary>snake_case name; never renamed.</summary>
    public static string Name(this TaskDenialReason reason) => reason switch
    {
        TaskDenialReason.NoCapacity => "no_capacity",
        TaskDenialReason.GroupCap => "group_cap",
        TaskDenialReason.BorrowDebt => "borrow_debt",
        TaskDenialReason.RequestBlocked => "request_blocked",
        TaskDenialReason.Shutdown => "shutdown",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a denial reason."),
    };
}
