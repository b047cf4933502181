using Granary.Scheduling.Leases;

namespace Granary.Grains.Dispatch;

/// <summary>How a silo's dispatcher shares its places between runs (section <c>Dispatch</c>).</summary>
public sealed class DispatchOptions
{
    /// <summary>Tasks that may run at once in this process, default 1,024, above 0.</summary>
    public int SubmissionCapacity { get; set; } = 1_024;

    /// <summary>Model tasks that may run at once, above 0; unset: as many as <see cref="SubmissionCapacity"/>, and 256 for one column.</summary>
    public int? MaxModelTasks { get; set; }

    /// <summary><c>BoundedBorrow</c> (default): a column borrows idle places and pays them back. <c>StrictFair</c>: it stays within its cap while others press.</summary>
    public TaskPolicyKind Policy { get; set; } = TaskPolicyKind.BoundedBorrow;

    /// <summary>Places that mutual denials would leave idle are used; unset: yes for <c>BoundedBorrow</c>, no for <c>StrictFair</c>.</summary>
    public bool? WorkConserving { get; set; }

    /// <summary>Part of a limit that nobody borrows, 0 (default) to 1.</summary>
    public double ReserveFraction { get; set; }

    /// <summary>Most places the reserve takes, default 8, above 0.</summary>
    public int ReservedSlots { get; set; } = 8;

    /// <summary>Most places of one resource that a column may owe, at least 0; unset: what limit, reserve and its part leave.</summary>
    public int? DebtCap { get; set; }

    /// <summary>A lower band that has waited four fifths of this goes first; default 5 s, 100 ms to 10 min.</summary>
    public TimeSpan AgingBound { get; set; } = TimeSpan.FromSeconds(5);

    internal TaskAdmissionSettings Admission => new()
    {
        SubmissionCapacity = SubmissionCapacity,
        MaxModelTasks = MaxModelTasks,
        Policy = new TaskPolicySettings
        {
            Kind = Policy,
            WorkConserving = WorkConserving,
            ReserveFraction = ReserveFraction,
            ReservedSlots = ReservedSlots,
            DebtCap = DebtCap,
        },
    };
}
