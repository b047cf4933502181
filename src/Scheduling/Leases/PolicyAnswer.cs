using Granary.Scheduling.Resources;

namespace Granary.Scheduling.Leases;

/// <summary>What a policy says of a hard-eligible task.</summary>
/// <param name="Denial">Null: yes.</param>
/// <param name="Resource">The resource of the denial.</param>
/// <param name="Part">The group's part there.</param>
internal readonly record struct PolicyAnswer(TaskDenialReason? Denial, Resource? Resource = null, int Part = 0)
{
    public static PolicyAnswer Yes => default;
}
