using Granary.Abstractions.Runs;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;

namespace Granary.Grains.Dispatch;

/// <summary>Names the layer that holds a task back, from the scheduler's own reason.</summary>
internal static class BlockedLayers
{
    public const string ProviderTime = "provider_time";

    private const string RequestPermit = "request_permit";

    public static RunLimitedBy Of(TaskDenial denial, string? alias) => denial.Reason switch
    {
        TaskDenialReason.RequestBlocked => new RunLimitedBy(denial.AvailableAfter is null ? RequestPermit : "cooldown", alias, 0),
        TaskDenialReason.NoCapacity when denial.Missing.Any(static m => m.Resource is not (ResourceNames.Submission or ResourceNames.LlmWait)) =>
            new RunLimitedBy(RequestPermit, alias, 0),
        TaskDenialReason.NoCapacity or TaskDenialReason.Shutdown => new RunLimitedBy("task_capacity", null, 0),
        TaskDenialReason.GroupCap or TaskDenialReason.BorrowDebt => new RunLimitedBy("own_share", alias, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(denial), denial.Reason, "Not a reason of a denial."),
    };
}
