using System.Globalization;

namespace Granary.SocketLoops.Inspection;

/// <summary>The answer to a change of settings.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Errors">Why not; empty if changed.</param>
public sealed record LoopChange(LoopChangeOutcome Outcome, IReadOnlyList<string> Errors)
{
    internal static LoopChangeOutcome Apply(LoopOptions options, string key, string value)
    {
        var culture = CultureInfo.InvariantCulture;
        switch (key)
        {
            case nameof(LoopOptions.MaxConnections) when int.TryParse(value, culture, out var connections):
                options.MaxConnections = connections;
                return LoopChangeOutcome.Changed;
            case nameof(LoopOptions.ReadPause) when long.TryParse(value, culture, out var pause):
                options.ReadPause = pause;
                return LoopChangeOutcome.Changed;
            case nameof(LoopOptions.WritePause) when long.TryParse(value, culture, out var pause):
                options.WritePause = pause;
                return LoopChangeOutcome.Changed;
            case nameof(LoopOptions.SpinMicroseconds) when int.TryParse(value, culture, out var spin):
                options.SpinMicroseconds = spin;
                return LoopChangeOutcome.Changed;
            case nameof(LoopOptions.StallThreshold) when TimeSpan.TryParse(value, culture, out var threshold):
                options.StallThreshold = threshold;
                return LoopChangeOutcome.Changed;
            case nameof(LoopOptions.StallStacks) when bool.TryParse(value, out var stacks):
                options.StallStacks = stacks;
                return LoopChangeOutcome.Changed;
            case nameof(LoopOptions.MaxConnections) or nameof(LoopOptions.ReadPause) or nameof(LoopOptions.WritePause)
                or nameof(LoopOptions.SpinMicroseconds) or nameof(LoopOptions.StallThreshold) or nameof(LoopOptions.StallStacks):
                return LoopChangeOutcome.Invalid;
            default:
                return LoopChangeOutcome.NeedsRestart;
        }
    }
}
