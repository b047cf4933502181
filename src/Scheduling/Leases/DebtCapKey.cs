namespace Granary.Scheduling.Leases;

/// <summary>A group and a resource with a debt cap of their own.</summary>
/// <param name="Identity">Identity of the group, as in <see cref="Tasks.GroupKey.Identity"/>.</param>
/// <param name="Resource">Resource name.</param>
public readonly record struct DebtCapKey(string Identity, string Resource);
