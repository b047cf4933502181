namespace Granary.Admission.Gates;

/// <summary>
/// Whether a key may be called at all; one per key for the whole cluster. Pure. Life of an outage: evidence shuts it (<see cref="Failed"/>,
/// <see cref="Refused"/>); when its wait is over and somebody wants the key, exactly one probe goes out (<see cref="TryProbe"/>); its end opens the
/// gate or doubles the wait (<see cref="ProbeEnded"/>). Quota closes it until the named time or an operator's word, and then it is probed
/// likewise. Evidence of calls admitted before the last change is not shown to it.
/// </summary>
public sealed class Gate
{
    private readonly GateSettings _settings;
    private readonly FailureWindow _window = new();
    private readonly long _firstRound;
    private long _probes;
    private int _failuresInRow;
    private int _rateLimitsInRow;
    private double _wait;
    private double _probeAt;
    private bool _crowded;
    private GateState _shut = GateState.Outage;

    /// <summary>
    /// An open gate, or one that goes on from memory of that age in seconds. <paramref name="epoch"/>: incarnation of the ledger, so that no two
    /// probes ever have one number.
    /// </summary>
    public Gate(GateSettings settings, long epoch, GateMemory? saved, double age, double now)
    {
        _settings = settings;
        _firstRound = epoch << 24;
        Since = now;
        if (saved is not null && saved.State != GateState.Open)
        {
            State = saved.State == GateState.Closed ? GateState.Closed : GateState.Outage;
            _shut = State;
            Cause = saved.Cause;
            Since = now - age - saved.SinceAgo;
            _probeAt = now + Math.Max(0, saved.For - age);
            _wait = saved.Wait;
            _crowded = saved.Crowded;
        }
    }

    /// <summary>State in force.</summary>
    public GateState State { get; private set; }

    /// <summary>Why.</summary>
    public GateCause Cause { get; private set; }

    /// <summary>Since when.</summary>
    public double Since { get; private set; }

    /// <summary>It shut for rate limits at limit 1: a refused probe says that nothing has changed.</summary>
    public bool Crowded => _crowded;

    /// <summary>Calls may go out.</summary>
    public bool IsOpen => State == GateState.Open;

    /// <summary>Number of the probe that is out; 0: none.</summary>
    public long ProbeRound { get; private set; }

    /// <summary>Seconds until the next probe may go out; 0 when open, probing or due.</summary>
    public double ProbeIn(double now) => State is GateState.Outage or GateState.Closed ? Math.Max(0, _probeAt - now) : 0;

    /// <summary>Accepts: <paramref name="count"/> times 2xx headers, or finished calls where no headers are told apart.</summary>
    public void Accepted(long count)
    {
        if (count > 0 && IsOpen)
        {
            _failuresInRow = 0;
            _rateLimitsInRow = 0;
            _window.Add(bad: false, count);
        }
    }

    /// <summary>
    /// Server failures, provider time-outs or a provider away, <paramref name="count"/> alike. <paramref name="retryAfter"/>: what is left of the wait
    /// it asked for, 0: none; one makes an outage at once where <paramref name="away"/>.
    /// </summary>
    public GateChange? Failed(bool away, double retryAfter, long count, double jitter, double now)
    {
        if (!IsOpen || count <= 0)
        {
            return null;
        }

        _failuresInRow = (int)Math.Min(int.MaxValue, _failuresInRow + count);
        _window.Add(bad: true, count);
        if ((away && retryAfter > 0) || retryAfter > _settings.LongRetryAfter)
        {
            return Shut(GateCause.Overloaded, retryAfter, now);
        }

        return _failuresInRow >= _settings.FailuresInRow && _window.HalfBad
            ? Shut(GateCause.Failures, Jittered(_settings.FirstWait, jitter), now)
            : null;
    }

    /// <summary>Refusals for load, <paramref name="count"/> alike, seen at that limit.</summary>
    public GateChange? Refused(int limit, double retryAfter, long count, double jitter, double now)
    {
        if (!IsOpen || count <= 0)
        {
            return null;
        }

        if (retryAfter > _settings.LongRetryAfter)
        {
            return Shut(GateCause.Overloaded, retryAfter, now);
        }

        _rateLimitsInRow = limit > 1 ? 0 : (int)Math.Min(int.MaxValue, _rateLimitsInRow + count);
        if (_rateLimitsInRow < _settings.RateLimitsInRow)
        {
            return null;
        }

        var change = Shut(GateCause.RateLimits, Math.Max(retryAfter, Jittered(_settings.CrowdedWait, jitter)), now);
        _crowded = true;
        _wait = _settings.CrowdedWait;
        return change;
    }

    /// <summary>Quota or billing: closed for the time named, from now; 0: none was.</summary>
    public GateChange? OutOfQuota(double namedFor, double now) => Close(GateCause.Quota, namedFor > 0 ? namedFor : _settings.ClosedFor, now);

    /// <summary>An operator closes it for that long.</summary>
    public GateChange? CloseByHand(double closedFor, double now) => Close(GateCause.Operator, closedFor, now);

    /// <summary>An operator says that it may be tried again: the next one who wants the key probes. Nothing changes when it is open.</summary>
    public bool TryNow(double now)
    {
        if (State is not (GateState.Outage or GateState.Closed))
        {
            return false;
        }

        _probeAt = now;
        return true;
    }

    /// <summary>The wait is over: somebody who wants the key gets the one probe, whose number is <see cref="ProbeRound"/>.</summary>
    public GateChange? TryProbe(double now)
    {
        if (State is not (GateState.Outage or GateState.Closed) || now < _probeAt)
        {
            return null;
        }

        ProbeRound = _firstRound + ++_probes;
        return Become(GateState.Probing, GateCause.Probe, now);
    }

    /// <summary>A predecessor's probe is out: there is no other until it has ended.</summary>
    public GateChange? Adopt(long round, double now)
    {
        if (State is not (GateState.Outage or GateState.Closed) || round == 0)
        {
            return null;
        }

        ProbeRound = round;
        return Become(GateState.Probing, GateCause.Probe, now);
    }

    /// <summary>The provider answered a request that was the request's own fault: it is there, and nothing else is learned.</summary>
    public void Answered() => _failuresInRow = 0;

    /// <summary>
    /// The probe of that number has ended: <see cref="GateCause.ProbeAccepted"/>, <see cref="GateCause.ProbeFailed"/> or
    /// <see cref="GateCause.ProbeLost"/>, after which the next one may go out in <paramref name="lostFor"/> seconds. Others than the one that is out
    /// change nothing.
    /// </summary>
    public GateChange? ProbeEnded(long round, GateCause how, double jitter, double now, double lostFor = 0)
    {
        if (State != GateState.Probing || round != ProbeRound)
        {
            return null;
        }

        ProbeRound = 0;
        switch (how)
        {
            case GateCause.ProbeAccepted:
                _shut = GateState.Outage;
                _crowded = false;
                Forget();
                return Become(GateState.Open, how, now);
            case GateCause.ProbeFailed:
                _shut = GateState.Outage;
                _wait = Math.Min(_crowded ? _settings.LongestCrowdedWait : _settings.LongestWait, Math.Max(_settings.FirstWait, 2 * _wait));
                _probeAt = now + Jittered(_wait, jitter);
                return Become(GateState.Outage, how, now);
            default:
                _probeAt = now + lostFor;
                return Become(_shut, how, now);
        }
    }

    /// <summary>What must survive.</summary>
    public GateMemory Save(double now) => new()
    {
        State = State == GateState.Probing ? _shut : State,
        Cause = Cause,
        For = ProbeIn(now),
        Wait = _wait,
        SinceAgo = now - Since,
        Crowded = _crowded,
    };

    private static double Jittered(double wait, double jitter) => wait * (0.8 + (0.4 * jitter));

    private GateChange Shut(GateCause cause, double wait, double now)
    {
        _shut = GateState.Outage;
        _crowded = false;
        _wait = cause == GateCause.Overloaded ? Math.Min(wait, _settings.LongestWait) : _settings.FirstWait;
        _probeAt = now + wait;
        Forget();
        return Become(GateState.Outage, cause, now);
    }

    private GateChange? Close(GateCause cause, double closedFor, double now)
    {
        // The later of two times counts; a probe that is out ends without effect.
        if (State == GateState.Closed && now + closedFor <= _probeAt)
        {
            return null;
        }

        _probeAt = now + closedFor;
        _wait = _settings.FirstWait;
        _shut = GateState.Closed;
        _crowded = false;
        ProbeRound = 0;
        Forget();
        return Become(GateState.Closed, cause, now);
    }

    private void Forget()
    {
        _failuresInRow = 0;
        _rateLimitsInRow = 0;
        _window.Clear();
    }

    private GateChange Become(GateState state, GateCause cause, double now)
    {
        var change = new GateChange(State, state, cause, 0);
        State = state;
        Cause = cause;
        Since = now;
        return change with { For = ProbeIn(now) };
    }
}
