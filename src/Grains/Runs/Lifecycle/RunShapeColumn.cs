using System.Collections.Immutable;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>What a run must know of one column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Step kind.</param>
/// <param name="Alias">Alias it calls, or null.</param>
/// <param name="Upstream">Columns it needs.</param>
internal sealed record RunShapeColumn(string Name, string Kind, string? Alias, ImmutableArray<int> Upstream);
