namespace Granary.Scheduling.Recovery;

/// <summary>
/// Ends a run early that mostly fails. Looks at the last few outcomes and, so that a bad moment in a good run ends nothing, at the last 1,000.
/// Once latched it stays so. Not thread-safe.
/// </summary>
public sealed class ShutdownWindow
{
    private const int LongWindow = 1_000;
    private const double LongRate = 0.1;
    private readonly double? _rate;
    private readonly int _window;
    private readonly bool[] _failed;
    private long _seen;
    private int _recentFailures;
    private int _failures;

    /// <summary>Nothing seen.</summary>
    /// <param name="rate">Part of the window that must have failed, above 0 up to 1; null: never ends a run.</param>
    /// <param name="window">Outcomes in the window, 1 to 1,000.</param>
    public ShutdownWindow(double? rate = 0.5, int window = 10)
    {
        if (rate is not (null or (> 0 and <= 1)))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "The shutdown rate is above 0 and at most 1, or off.");

        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, LongWindow);
        (_rate, _window, _failed) = (rate, window, new bool[LongWindow]);
    }

    /// <summary>The run is to end early.</summary>
    public bool Latched { get; private set; }

    /// <summary>
    /// An outcome that counts: a success of a column that is not local, or a failure that is not retryable. Retryable failures and local
    /// successes are not to be told. True if this one latched it.
    /// </summary>
    public bool Observe(bool failed)
    {
        if (_rate is not { } rate || Latched)
            return false;

        var place = (int)(_seen % LongWindow);
        if (_seen >= _window && _failed[(int)((_seen - _window) % LongWindow)])
            _recentFailures--;

        if (_seen >= LongWindow && _failed[place])
            _failures--;

        _failed[place] = failed;
        _seen++;
        if (failed)
        {
            _recentFailures++;
            _failures++;
        }

        Latched = _seen >= _window
            && _recentFailures >= rate * _window
            && _failures >= LongRate * Math.Min(_seen, LongWindow);
        return Latched;
    }
}
