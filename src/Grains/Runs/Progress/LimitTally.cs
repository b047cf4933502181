using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Progress;

/// <summary>What held queued work back, one sample a tick; the most frequent layer of the last samples is what limits the run. Not thread-safe.</summary>
internal sealed class LimitTally(int samples)
{
    private readonly Queue<(string Layer, string? Alias)?> _samples = new();

    /// <summary>One tick; null: nothing was held back.</summary>
    public void Sample(RunLimitedBy? blocked)
    {
        _samples.Enqueue(blocked is null ? null : (blocked.Layer, blocked.Alias));
        if (_samples.Count > samples)
        {
            _samples.Dequeue();
        }
    }

    public RunLimitedBy? Strongest()
    {
        var groups = _samples.Where(static s => s is not null).GroupBy(static s => s!.Value).Select(static g => (g.Key, Count: g.Count()));
        var (key, count) = groups.OrderByDescending(static g => g.Count).ThenBy(static g => g.Key.Layer, StringComparer.Ordinal).FirstOrDefault();
        return count == 0 ? null : new RunLimitedBy(key.Layer, key.Alias, Math.Round((double)count / _samples.Count, 2));
    }

    public void Clear() => _samples.Clear();
}
