using Granary.Admission;

namespace Granary.Scheduling.Dispatch;

/// <summary>How many queued tasks want a resource key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Queued">Tasks queued now.</param>
public readonly record struct KeyDemand(ResourceKey Key, int Queued);
