namespace Granary.Scheduling.Tasks;

/// <summary>So much of a resource.</summary>
/// <param name="Resource">Resource name.</param>
/// <param name="Amount">Units, above 0.</param>
public readonly record struct ResourceAmount(string Resource, int Amount);
