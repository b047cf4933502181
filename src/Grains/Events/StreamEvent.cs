using Granary.Admission.Events;
using Granary.Grains.Capacity.Events;
using Granary.Scheduling.Leases;

namespace Granary.Grains.Events;

/// <summary>One event of a stream. Made only when somebody listens; immutable, so that sinks may keep it.</summary>
/// <param name="Stream"><c>scheduler</c> or <c>requests</c>.</param>
/// <param name="Kind">snake_case name of its kind.</param>
/// <param name="At">Seconds of the process's monotonic clock.</param>
/// <param name="Correlation">What it belongs to; null: the dispatcher as a whole.</param>
internal sealed record StreamEvent(string Stream, string Kind, double At, EventCorrelation? Correlation)
{
    /// <summary>Name of the scheduler stream.</summary>
    public const string Scheduler = "scheduler";

    /// <summary>Name of the request stream.</summary>
    public const string Requests = RequestEventJson.Stream;

    /// <summary>Place in its stream, from 1, without holes: in the scheduler stream set when it is emitted, in the request stream by its source.</summary>
    public long Sequence { get; init; }

    /// <summary>Where it happened.</summary>
    public string Silo { get; init; } = "";

    /// <summary>The task, printable.</summary>
    public string? TaskId { get; init; }

    /// <summary>The task's lease.</summary>
    public string? TaskLeaseId { get; init; }

    /// <summary>One attempt of a call.</summary>
    public string? RequestAttemptId { get; init; }

    /// <summary>The permit.</summary>
    public string? RequestLeaseId { get; init; }

    /// <summary>Scheduler resource or resource key it is about.</summary>
    public string? ResourceKey { get; init; }

    /// <summary>Why, how: a value of a closed set.</summary>
    public string? Reason { get; init; }

    /// <summary>Further numbers and names; values are primitives.</summary>
    public IReadOnlyList<(string Name, object? Value)> Diagnostics { get; init; } = [];

    /// <summary>The event itself, if it is of the request stream: with facts, snapshot, and all it belongs to.</summary>
    public RequestEvent? Request { get; init; }

    /// <summary>What the dispatcher looked like, for the kinds that tell.</summary>
    public TaskAdmissionView? Snapshot { get; init; }
}
