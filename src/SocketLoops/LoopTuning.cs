using System.Diagnostics;

namespace Granary.SocketLoops;

/// <summary>What may change while loops run. Immutable; swapped whole.</summary>
internal sealed record LoopTuning(
    int MaxConnections, long ReadPause, long WritePause, int SpinMicroseconds, TimeSpan StallThreshold, bool StallStacks)
{
    /// <summary>Spin time in timestamp ticks; 0 below 2 whole CPUs.</summary>
    public long SpinTicks { get; } = Environment.ProcessorCount < 2 ? 0 : SpinMicroseconds * Stopwatch.Frequency / 1_000_000;

    public long StallThresholdTicks { get; } = (long)(StallThreshold.TotalSeconds * Stopwatch.Frequency);

    public static LoopTuning From(LoopOptions options) => new(
        options.MaxConnections, options.ReadPause, options.WritePause, options.SpinMicroseconds, options.StallThreshold, options.StallStacks);
}
