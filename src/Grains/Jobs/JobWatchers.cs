using Granary.Abstractions.Jobs;

namespace Granary.Grains.Jobs;

/// <summary>
/// Live events of one activation of a job, and who waits for the next one. A newer progress replaces an older one that stands beside it, so a slow
/// reader misses none that matters and costs nothing. Not thread-safe.
/// </summary>
internal sealed class JobWatchers(string epoch, TimeProvider time)
{
    private const int Kept = 256;
    private readonly List<JobEvent> _events = [];
    private TaskCompletionSource _next = New();
    private long _last;
    private long _dropped;
    private bool _closed;

    public void Show(string kind, JobView view)
    {
        if (kind == "progress" && _events is [.., { Kind: "progress" }])
        {
            _events.RemoveAt(_events.Count - 1);
        }
        else if (_events.Count == Kept)
        {
            _dropped = _events[0].Sequence;
            _events.RemoveAt(0);
        }

        _events.Add(new JobEvent(++_last, kind, view));
        (var waiting, _next) = (_next, New());
        waiting.TrySetResult();
    }

    /// <summary>Until there is an event after that one, <paramref name="enough"/> holds, the time is over, or nothing more can come.</summary>
    public async Task WaitAsync(long after, TimeSpan wait, Func<bool> enough, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + (wait < JobTimes.LongestWait ? wait : JobTimes.LongestWait);

        // A number that does not exist yet belongs to an earlier activation: its reader must hear of the new epoch at once.
        while (!_closed && _last == after && !enough())
        {
            var left = until - time.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            try
            {
                // Timers count whole milliseconds: rounded down, the rest of one would be waited for without end and without rest.
                await _next.Task.WaitAsync(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, cancellationToken);
            }
            catch (TimeoutException)
            {
                return;
            }
        }
    }

    /// <summary>Until <paramref name="enough"/> holds, the time is over, or nothing more can come.</summary>
    public async Task UntilAsync(Func<bool> enough, TimeSpan wait, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + (wait < JobTimes.LongestWait ? wait : JobTimes.LongestWait);
        while (!_closed && !enough() && until > time.GetUtcNow())
        {
            await WaitAsync(_last, until - time.GetUtcNow(), enough, cancellationToken);
        }
    }

    public JobEventPage Read(long after, JobView view)
    {
        after = Math.Clamp(after, 0, _last);
        return new JobEventPage(epoch, Math.Max(0, _dropped - after), [.. _events.Where(e => e.Sequence > after)], view, _last);
    }

    /// <summary>The activation goes: nobody waits in vain.</summary>
    public void Close()
    {
        _closed = true;
        _next.TrySetResult();
    }

    // Readers go on in turns of the grain, whoever wakes them; so there is no need to send them over the thread pool, which a simulation could not follow.
    private static TaskCompletionSource New() => new();
}
