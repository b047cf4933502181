namespace Granary.Journal.Requests;

/// <summary>At most so many starts per second; after a pause at most a tenth of a second's worth at once.</summary>
internal sealed class ReplayThrottle(double perSecond)
{
    private readonly double _most = Math.Max(1, perSecond / 10);
    private double _left = 1;
    private DateTimeOffset _at = DateTimeOffset.MinValue;

    /// <summary>When the next start is allowed; not after <paramref name="now"/>: now.</summary>
    public DateTimeOffset Next(DateTimeOffset now)
    {
        Refill(now);

        // A whole tick more than what is missing, so that whoever comes back at that instant finds it there.
        return _left >= 1 ? now : now + TimeSpan.FromTicks((long)Math.Ceiling((1 - _left) / perSecond * TimeSpan.TicksPerSecond) + 1);
    }

    /// <summary>Uses one up.</summary>
    public void Take() => _left -= 1;

    private void Refill(DateTimeOffset now)
    {
        if (_at == DateTimeOffset.MinValue)
        {
            _at = now;
        }

        if (now > _at)
        {
            _left = Math.Min(_most, _left + ((now - _at).TotalSeconds * perSecond));
            _at = now;
        }
    }
}
