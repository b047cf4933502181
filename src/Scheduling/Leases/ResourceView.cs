namespace Granary.Scheduling.Leases;

/// <summary>A scheduler resource, now.</summary>
/// <param name="Name">Resource name.</param>
/// <param name="Limit">Limit in force.</param>
/// <param name="Available">Units free; below 0 after a limit moved under what is leased, or a yielded task resumed.</param>
/// <param name="Leased">Units leased.</param>
/// <param name="Queued">Units that queued tasks want.</param>
public readonly record struct ResourceView(string Name, int Limit, int Available, int Leased, int Queued);
