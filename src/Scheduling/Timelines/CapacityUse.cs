namespace Granary.Scheduling.Timelines;

/// <summary>How much of the capacity that was reached at all was used over time, and whose fault the rest was. Not thread-safe.</summary>
internal sealed class CapacityUse
{
    private readonly List<(double Seconds, int Leased, bool Work, bool Provider)> _spans = [];
    private double? _at;
    private int _queued;
    private int _leased;
    private bool _provider;

    /// <summary>Most leases at once.</summary>
    public int Peak { get; private set; }

    /// <summary>∫ leases / peak over the time from the first to the last event.</summary>
    public double Share => Total is var total && total > 0 && Peak > 0 ? _spans.Sum(static span => span.Seconds * span.Leased) / (total * Peak) : 0;

    /// <summary>Seconds with work, with capacity, and without a provider that held it back.</summary>
    public double ReadyIdleGap => _spans.Where(Starved).Sum(static span => span.Seconds);

    /// <summary>Idle capacity-seconds of those.</summary>
    public double StarvedIdle => _spans.Where(Starved).Sum(Idle);

    /// <summary>Idle capacity-seconds with nothing ready.</summary>
    public double FrontierIdle => _spans.Where(static span => !span.Work).Sum(Idle);

    /// <summary>Idle capacity-seconds in which a provider held the work back.</summary>
    public double ProviderIdle => _spans.Where(static span => span is { Work: true, Provider: true }).Sum(Idle);

    private double Total => _spans.Sum(static span => span.Seconds);

    public void Advance(double at)
    {
        if (_at is { } last && at > last)
            _spans.Add((at - last, _leased, _queued > 0, _provider));

        _at = Math.Max(_at ?? at, at);
    }

    public void Queued(int by) => _queued = Math.Max(0, _queued + by);

    public void Empty() => _queued = 0;

    /// <summary>A pass found nobody who may run. Only a provider is to blame when every head waits for one.</summary>
    public void Blocked(string? reasons) =>
        _provider = reasons is not null && reasons.Split(' ').All(static reason => reason.StartsWith("request_blocked=", StringComparison.Ordinal));

    public void Leased(int by)
    {
        _leased = Math.Max(0, _leased + by);
        Peak = Math.Max(Peak, _leased);
        _provider &= by < 0;
    }

    private bool Starved((double Seconds, int Leased, bool Work, bool Provider) span) => span is { Work: true, Provider: false } && span.Leased < Peak;

    private double Idle((double Seconds, int Leased, bool Work, bool Provider) span) => span.Seconds * (Peak - span.Leased);
}
