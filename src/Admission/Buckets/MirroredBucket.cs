namespace Granary.Admission.Buckets;

/// <summary>
/// A provider's bucket as we see it: it refills at a steady rate up to a burst, calls take their cost when they are admitted, and what the
/// provider says is left corrects it. Requests need a whole unit; tokens need only something left and may go below zero, so that large calls are
/// not starved by small ones. Pure; O(1); not thread-safe.
/// </summary>
public sealed class MirroredBucket
{
    private const double Minute = 60;
    private const double BurstShare = 0.1;
    private const double MeasureOver = 10;
    private const double DiffersBy = 0.2;
    private const double SliceSeconds = 0.2;
    private const double SliceCalls = 4;
    private const double MeanOver = 20;
    private readonly BucketSettings _settings;
    private double _level;
    private double _at;
    private double _spent;
    private double _corrected;
    private double _burst;
    private double _meanCost;
    private double _newestDate = double.NegativeInfinity;
    private (BucketMark Mark, double Remaining)? _base;

    /// <summary>A full bucket; without a rate it holds nobody back until one is learned.</summary>
    public MirroredBucket(BucketKind kind, BucketSettings settings, double now)
    {
        Kind = kind;
        _settings = settings;
        _at = now;
        if (settings.PerMinute is { } perMinute)
        {
            SetRate(perMinute / Minute, now);
            _level = _burst;
        }
    }

    /// <summary>What it counts.</summary>
    public BucketKind Kind { get; }

    /// <summary>Units per second that are used; 0: no rate is known and nobody is held back.</summary>
    public double Rate { get; private set; }

    /// <summary>Units that may be spent at once.</summary>
    public double Burst => _burst;

    /// <summary>End of a block after a refusal; 0: none.</summary>
    public double BlockedUntil { get; private set; }

    /// <summary>A rate is known.</summary>
    public bool Known => Rate > 0;

    /// <summary>Units left.</summary>
    public double Level(double now)
    {
        _level = Math.Min(_burst, _level + (Rate * Math.Max(0, now - _at)));
        _at = Math.Max(_at, now);
        return _level;
    }

    /// <summary>A call may be admitted.</summary>
    public bool HasRoom(double now) => now >= BlockedUntil && (!Known || (Kind == BucketKind.Requests ? Level(now) >= 1 : Level(now) > 0));

    /// <summary>When a call may be admitted; now or earlier if it may be.</summary>
    public double RoomAt(double now)
    {
        if (!Known)
        {
            return BlockedUntil;
        }

        var wanted = Kind == BucketKind.Requests ? 1 : double.Epsilon;
        return Math.Max(BlockedUntil, now + Math.Max(0, (wanted - Level(now)) / Rate));
    }

    /// <summary>Takes a call's cost, whether there is room or not; the mark belongs to its lease.</summary>
    public BucketMark Take(double cost, double now)
    {
        Level(now);
        _level -= Known ? cost : 0;
        _spent += cost;
        _meanCost += (cost - _meanCost) / (_meanCost == 0 ? 1 : MeanOver);
        return new BucketMark(_level, _spent, _corrected, now);
    }

    /// <summary>The true cost is known: so many units more (or, below zero, less) than was taken.</summary>
    public void Settle(double more, double now)
    {
        Level(now);
        _level = Math.Min(_burst, _level - (Known ? more : 0));
        _spent += more;
    }

    /// <summary>
    /// An answer's fields. Less left than we thought lowers the level at once; more raises it only if no newer answer was seen.
    /// <paramref name="date"/>: the answer's own date in seconds of any epoch; <paramref name="limit"/> per minute, where the provider says it.
    /// </summary>
    public void Observe(in BucketMark mark, double remaining, double? limit, double date, double now)
    {
        if (_settings.PerMinute is null)
        {
            Learn(mark, remaining, limit, date, now);
        }

        if (!Known)
        {
            return;
        }

        // Calls that were out together tell one difference many times; only what was not corrected since its admission is news.
        var before = Level(now);
        var difference = remaining - mark.Level - (_corrected - mark.Corrected);
        if (difference < 0 || date >= _newestDate)
        {
            _level = Math.Min(_burst, _level + difference);
            _corrected += _level - before;
        }

        _newestDate = Math.Max(_newestDate, date);
    }

    /// <summary>
    /// A call was refused for this bucket. With room left in the mirror the provider judges by slices: the burst shrinks. Either way it is empty
    /// now, and blocked until then (0: nobody says). The caller raises the generation, so that refusals of one burst count once.
    /// </summary>
    public void Refused(double until, double now)
    {
        if (Known && HasRoom(now))
        {
            _burst = Math.Max(_burst / 2, Math.Max(OneCall, Math.Min(SliceCalls * OneCall, SliceSeconds * Rate)));
        }

        Level(now);
        _level = Math.Min(_level, 0);
        BlockedUntil = Math.Max(BlockedUntil, until);
    }

    private double OneCall => Kind == BucketKind.Requests ? 1 : _meanCost;

    private void Learn(in BucketMark mark, double remaining, double? limit, double date, double now)
    {
        if (!Known)
        {
            if (limit is not > 0)
            {
                return;
            }

            SetRate(limit.Value / Minute, now);
            _level = Math.Min(_burst, remaining);
        }

        if (_base is not { } first || date < _newestDate)
        {
            _base ??= (mark, remaining);
            return;
        }

        var elapsed = mark.At - first.Mark.At;
        if (elapsed < MeasureOver)
        {
            return;
        }

        // Rise of what is left plus what we spent; a bucket that stood full meanwhile refilled less than it could.
        var refill = (remaining - first.Remaining + mark.Spent - first.Mark.Spent) / elapsed;
        _base = (mark, remaining);
        var rate = Rate / _settings.Safety;
        if (refill > 0 && (limit is null || remaining < limit) && Math.Abs(refill - rate) > DiffersBy * rate)
        {
            SetRate(refill, now);
        }
    }

    private void SetRate(double perSecond, double now)
    {
        Level(now);
        Rate = _settings.Safety * perSecond;
        _burst = Math.Max(1, _settings.Burst ?? (BurstShare * perSecond * Minute));
        _level = Math.Min(_level, _burst);
    }
}
