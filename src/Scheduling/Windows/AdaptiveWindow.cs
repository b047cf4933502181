namespace Granary.Scheduling.Windows;

/// <summary>
/// How many row groups of a run may be open: a target between 1 and a maximum that grows by one while the open groups are all that limits the run,
/// and shrinks by one for every ten seconds of lasting pressure. Open groups are never closed; places just stay empty. Not thread-safe.
/// </summary>
public sealed class AdaptiveWindow
{
    /// <summary>Rows that may be open however small the groups are.</summary>
    public const int LeastRowGuard = 8_192;

    /// <summary>Bytes of open rows above which the window does not grow.</summary>
    public const long MostOpenBytes = 256L << 20;

    /// <summary>Seconds of pressure that cost a place, and seconds without growth after that.</summary>
    public const double Patience = 10;

    private const int GuardrailFactor = 4;
    private const int GuardedGroups = 3;
    private readonly int _max;
    private readonly long _rowGuard;
    private readonly SortedDictionary<WindowReason, long> _histogram = [];
    private WindowReason? _reason;
    private int _clean;
    private double? _pressedSince;
    private double _noGrowthBefore = double.NegativeInfinity;

    /// <summary>Rows that may be open at once; one group always may.</summary>
    public long RowGuard => _rowGuard;

    /// <summary>A window of one group.</summary>
    /// <param name="max">Most groups open at once, at least 1.</param>
    /// <param name="rows">Rows of the run.</param>
    /// <param name="groupSize">Rows of a full group.</param>
    public AdaptiveWindow(int max, long rows, int groupSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        _max = max;
        _rowGuard = Math.Min(rows, Math.Max((long)GuardedGroups * groupSize, LeastRowGuard));
    }

    /// <summary>Groups that may be open now.</summary>
    public int Target { get; private set; } = 1;

    /// <summary>How often each reason spoke against growth.</summary>
    public IReadOnlyDictionary<WindowReason, long> Histogram => _histogram;

    /// <summary>Whether the next group may be opened beside those that are.</summary>
    public bool Admits(int openGroups, long openRows, int nextRows) =>
        openGroups == 0 || (openGroups < Target && openRows + nextRows <= _rowGuard);

    /// <summary>Looks at the load after a dispatch pass.</summary>
    /// <param name="load">The load.</param>
    /// <param name="now">Monotonic seconds.</param>
    public WindowJudgement Judge(in WindowLoad load, double now)
    {
        var reason = Against(load);
        var news = reason is not null && reason != _reason;
        _reason = reason;
        if (reason is { } against)
        {
            _clean = 0;
            _histogram[against] = _histogram.GetValueOrDefault(against) + 1;
            return new WindowJudgement(reason, news, Press(against, load.OpenGroups, now));
        }

        _pressedSince = null;
        return new WindowJudgement(null, false, Grow(load, now));
    }

    private WindowChange? Grow(in WindowLoad load, double now)
    {
        // Places that are still empty are filled first.
        if (load.OpenGroups < Target || Target == _max || now < _noGrowthBefore || ++_clean < (load.Queued > 0 ? 2 : 1))
            return null;

        _clean = 0;
        return new WindowChange(Target, ++Target, "horizon_limited");
    }

    private WindowChange? Press(WindowReason reason, int openGroups, double now)
    {
        var presses = reason is WindowReason.DeferredTasks or WindowReason.QueuedTaskGuardrail or WindowReason.MaxAdmittedRows or WindowReason.MemoryPressure;
        if (!presses || openGroups < Target)
        {
            _pressedSince = null;
            return null;
        }

        _pressedSince ??= now;
        if (now - _pressedSince < Patience || Target == 1)
            return null;

        (_pressedSince, _noGrowthBefore) = (now, now + Patience);
        return new WindowChange(Target, --Target, "pressure");
    }

    private WindowReason? Against(in WindowLoad load) => load switch
    {
        { NextRows: null } => WindowReason.NoPendingRowGroups,
        _ when load.OpenGroups > 0 && load.OpenRows + load.NextRows > _rowGuard => WindowReason.MaxAdmittedRows,
        { NextIsDeferred: true } => WindowReason.DeferredTasks,
        _ when load.Queued >= (long)GuardrailFactor * load.SubmissionCapacity => WindowReason.QueuedTaskGuardrail,
        { LlmWait: null } => WindowReason.NoLlmWaitResource,
        { LlmWait.Available: <= 0 } => WindowReason.LlmWaitSaturated,
        { LlmWait: { Leased: > 0 } llm } when llm.Available <= llm.Queued => WindowReason.QueuedLlmDemand,
        { OpenBytes: > MostOpenBytes } => WindowReason.MemoryPressure,
        _ => null,
    };
}
