using System.Globalization;

namespace Granary.Api.Runs;

/// <summary>Where a reader of live events stood: the run's activation and the sequence of the last event it saw.</summary>
internal readonly record struct EventPosition(string Epoch, long Sequence)
{
    /// <summary>Reads <c>epoch-sequence</c>; null for nothing or for something that is not ours.</summary>
    public static EventPosition? Parse(string? text)
    {
        var dash = text?.LastIndexOf('-') ?? -1;
        return dash > 0 && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? new EventPosition(text![..dash], sequence)
            : string.IsNullOrEmpty(text) ? null : new EventPosition("", 0);
    }
}
