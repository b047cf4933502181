using System.Collections.Immutable;

namespace Granary.Grains.Runs.Progress;

/// <summary>One column as the estimate of the end sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Alias">Alias it calls, or null.</param>
/// <param name="Upstream">Columns it needs.</param>
/// <param name="Left">Cells still to make.</param>
/// <param name="PerSecond">Cells made per second of late.</param>
internal readonly record struct EtaColumn(string Name, string? Alias, ImmutableArray<int> Upstream, long Left, double PerSecond);
