using System.Collections.Immutable;

namespace Granary.Grains.Runs.Processors;

/// <summary>The processors of the whole result. Immutable and thread-safe.</summary>
/// <param name="Processors">One after the other.</param>
/// <param name="Columns">Columns of the result behind them, in order.</param>
internal sealed record AfterProcessors(ImmutableArray<RowProcessor> Processors, ImmutableArray<string> Columns)
{
    /// <summary>One of them asks somebody outside, so that a try that was cut off may have had effects.</summary>
    public bool Asks => Processors.Any(static processor => processor.Asks);
}
