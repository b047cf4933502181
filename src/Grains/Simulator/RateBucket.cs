namespace Granary.Grains.Simulator;

/// <summary>
/// A limit per minute as providers keep it: a bucket that holds one minute's worth, starts full and refills evenly. Not thread-safe; time is
/// handed in.
/// </summary>
internal sealed class RateBucket
{
    private double _level = double.NaN;
    private TimeSpan _at;

    /// <summary>Whole units left now.</summary>
    public long Remaining(int perMinute, TimeSpan now)
    {
        Refill(perMinute, now);
        return (long)Math.Floor(_level);
    }

    /// <summary>Is there room for <paramref name="units"/>? More than the bucket can ever hold counts as a whole bucket.</summary>
    public bool Holds(int perMinute, double units, TimeSpan now)
    {
        Refill(perMinute, now);
        return _level >= Math.Min(units, perMinute);
    }

    /// <summary>Takes them out; the level may become negative when the request is larger than the bucket.</summary>
    public void Take(double units) => _level -= units;

    /// <summary>Time until there is room for <paramref name="units"/>.</summary>
    public TimeSpan Until(int perMinute, double units, TimeSpan now)
    {
        Refill(perMinute, now);
        return TimeSpan.FromSeconds(Math.Max(0, (Math.Min(units, perMinute) - _level) / (perMinute / 60.0)));
    }

    private void Refill(int perMinute, TimeSpan now)
    {
        _level = double.IsNaN(_level) ? perMinute : Math.Min(perMinute, _level + ((now - _at).TotalSeconds * perMinute / 60.0));
        _at = now;
    }
}
