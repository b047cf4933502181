using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Dispatch.Commands;

/// <summary>Tasks that are not wanted any more. Those that are not queued are not touched.</summary>
/// <param name="Tasks">Their keys.</param>
public sealed record DiscardCommand(IReadOnlyList<TaskKey> Tasks) : DispatchCommand;
