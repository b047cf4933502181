namespace Granary.Journal.Requests;

/// <summary>Attempts are begun for so long, then replay rests, so that a long queue cannot keep a process busy without a break.</summary>
internal sealed class ReplayRound(TimeSpan length, TimeSpan pause)
{
    private DateTimeOffset? _ends;
    private DateTimeOffset? _next;

    /// <summary>When attempts may be begun again; not after <paramref name="now"/>: now. The first question begins a round.</summary>
    public DateTimeOffset Next(DateTimeOffset now)
    {
        if (_next is { } next)
        {
            if (now < next)
            {
                return next;
            }

            _next = null;
        }

        _ends ??= now + length;
        if (now < _ends)
        {
            return now;
        }

        _ends = null;
        _next = now + pause;
        return _next.Value;
    }

    /// <summary>Nothing is left to do: the next round begins with the next entry.</summary>
    public void End() => _ends = null;
}
