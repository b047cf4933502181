namespace Granary.Scheduling.Resources;

/// <summary>Peers that could be admitted now and want a resource.</summary>
/// <param name="Heads">How many groups.</param>
/// <param name="Weight">The sum of their weights.</param>
internal readonly record struct Pressure(int Heads, long Weight);
