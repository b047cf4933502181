using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Queueing;

/// <summary>Who is next, as of one version of the queue. Holds nothing: it becomes worthless when the queue changes.</summary>
/// <param name="Task">The task.</param>
/// <param name="Version">Version of the queue it was selected from.</param>
/// <param name="Mode">On which ground.</param>
public readonly record struct Selection(QueuedTask Task, long Version, AdmissionMode Mode)
{
    internal FlowGroup? Group { get; init; }

    internal long Ticket { get; init; }
}
