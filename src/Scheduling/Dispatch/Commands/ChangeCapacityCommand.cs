using Granary.Admission;

namespace Granary.Scheduling.Dispatch.Commands;

/// <summary>What a resource key takes has changed.</summary>
/// <param name="Key">The key.</param>
/// <param name="Runnable">Calls that may run in this process, those in flight included; 0: none until told otherwise.</param>
/// <param name="BlockedUntil">
/// Instant in seconds until which nothing may run; null: not blocked. When it has passed, at least one task may run without another word.
/// </param>
public sealed record ChangeCapacityCommand(ResourceKey Key, int Runnable, double? BlockedUntil = null) : DispatchCommand;
