namespace Granary.Scheduling.Leases;

/// <summary>One group's part in one resource, now.</summary>
/// <param name="Resource">Resource name.</param>
/// <param name="Queued">Units its queued tasks want.</param>
/// <param name="Leased">Units its running tasks hold.</param>
/// <param name="Debt">Units it owes.</param>
public readonly record struct GroupResourceView(string Resource, int Queued, int Leased, int Debt);
