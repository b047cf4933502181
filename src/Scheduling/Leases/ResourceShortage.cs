namespace Granary.Scheduling.Leases;

/// <summary>A resource that has too little.</summary>
/// <param name="Resource">Resource name; <c>run:…</c> is a run's own bound on tasks in flight, <c>key:…</c> what an endpoint takes.</param>
/// <param name="Requested">Units wanted.</param>
/// <param name="Available">Units available; below 0 after a limit has moved under what is leased.</param>
public readonly record struct ResourceShortage(string Resource, int Requested, int Available);
