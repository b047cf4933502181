using System.Collections.Immutable;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>The processors of the whole result, as a run must know of them.</summary>
/// <param name="Asks">One of them asks somebody outside: a try that was cut off may have had effects.</param>
/// <param name="Columns">Columns of the result behind them, in order.</param>
internal sealed record RunShapeAfter(bool Asks, ImmutableArray<string> Columns);
