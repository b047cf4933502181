using Granary.Admission;
using Granary.Admission.Buckets;
using Granary.Admission.Estimators;
using Granary.Admission.Gates;

namespace Granary.Tournament;

/// <summary>
/// One caller that has one estimator, gate and bucket of its own and sends whenever they let it: the exact case, as with one agent. Everything
/// happens at instants of one queue of events; one seed decides a run.
/// </summary>
internal sealed class Caller
{
    private const int Backlog = 100;
    private readonly Scenario _scenario;
    private readonly ILimitEstimator _estimator;
    private readonly ProviderModel _provider;
    private readonly Scorer _scorer;
    private readonly Random _random;
    private readonly Gate _gate;
    private readonly MirroredBucket? _bucket;
    private readonly LearnedRate? _learned;
    private readonly RefusalTimes _refusals = new();
    private readonly List<EstimatorEffect> _effects = [];
    private readonly PriorityQueue<(CallEvent Kind, ModelCall? Call), (double At, long Order)> _events = new();
    private readonly LinkedList<ModelCall> _waiting = new();
    private double _now;
    private long _order;
    private long _number;
    private long _openingMark;
    private int _opened;
    private double _blockSeen;
    private int _inFlight;
    private double _wakeAt = double.PositiveInfinity;
    private double _provenAt = double.NegativeInfinity;

    public Caller(Scenario scenario, ILimitEstimator estimator, GateSettings gate, int seed)
    {
        _scenario = scenario;
        _estimator = estimator;
        _random = new Random(seed);
        _provider = new ProviderModel(scenario, _random);
        _scorer = new Scorer(scenario);
        _gate = new Gate(gate, 0, null, 0, 0);
        if (scenario.Rate is { } rate)
        {
            _bucket = rate.Knowledge == Knowledge.Unknown
                ? null
                : new MirroredBucket(rate.Kind, new BucketSettings
                {
                    PerMinute = rate.Knowledge == Knowledge.Known ? rate.PerMinute : null,
                    Burst = rate.Knowledge == Knowledge.Known ? Math.Min(0.1 * rate.PerMinute, 0.5 * rate.SizeSeconds * rate.PerMinute / 60) : null,
                }, 0);
        }

        _learned = scenario.RetryAfter > 0 || scenario.Rate?.Knowledge == Knowledge.Unknown ? new LearnedRate(0.0046, 0) : null;
    }

    public RunResult Run()
    {
        foreach (var change in _scenario.Changes)
        {
            Schedule(change, CallEvent.Wake, null);
        }

        foreach (var (from, to) in _scenario.Outages)
        {
            Schedule(from, CallEvent.Wake, null);
            Schedule(to, CallEvent.Wake, null);
        }

        Pump();
        while (_events.TryDequeue(out var next, out var at) && at.At < _scenario.Duration)
        {
            _scorer.Advance(at.At, _provider.Held, _provider.Away(_now));
            _now = at.At;
            Handle(next.Kind, next.Call);
            _effects.Clear();
            Pump();
        }

        return _scorer.Result(_estimator.Ceiling);
    }

    private void Handle(CallEvent kind, ModelCall? call)
    {
        switch (kind)
        {
            case CallEvent.Refused:
                Refused(call!);
                break;
            case CallEvent.Headers:
                Headers(call!);
                break;
            case CallEvent.Presumed when !call!.Answered && _now - _provenAt <= 60:
                call.Presumed = true;
                _estimator.Accepted(Accept(call, presumed: true), _now, _effects);
                break;
            case CallEvent.Done:
                Done(call!);
                break;
            case CallEvent.Resend:
                _waiting.AddFirst(call!);
                break;
            case CallEvent.Wake:
                _wakeAt = _wakeAt <= _now ? double.PositiveInfinity : _wakeAt;
                _estimator.Tick(_now, _effects);
                break;
        }
    }

    private AcceptedSample Accept(ModelCall call, bool presumed) =>
        new(call.Generation, call.Level, _inFlight, call.Limit, _inFlight >= _estimator.Limit, Presumed: presumed);

    private void Headers(ModelCall call)
    {
        call.Answered = true;
        _provenAt = _now;
        _scorer.Accepted(_now, call.Tokens);
        _learned?.Accept(_now);
        if (_bucket is not null && _scenario.Rate!.Knowledge == Knowledge.Fields)
        {
            _bucket.Observe(call.Mark, call.Remaining, _scenario.Rate.PerMinute, Math.Floor(call.SentAt), _now);
        }

        if (call.Probe)
        {
            _gate.ProbeEnded(_gate.ProbeRound, GateCause.ProbeAccepted, 0.5, _now);
            _estimator.GateOpened(true, _inFlight, _now, _effects);
        }
        else if (call.Generation == _estimator.Generation)
        {
            _gate.Accepted(1);
        }

        // Known already, and earned once: a second yes to one attempt would double the budget.
        if (!call.Presumed)
        {
            _estimator.Accepted(Accept(call, presumed: false), _now, _effects);
        }
    }

    private void Done(ModelCall call)
    {
        if (_scenario.Plain)
        {
            Headers(call);
        }

        _provider.Done();
        var bound = _inFlight >= _estimator.Limit;
        Left(call);
        _provenAt = _now;
        _estimator.Completed(
            new CompletedSample(call.Generation, call.Level, _inFlight, bound, _now < _estimator.BlockedUntil, _now - call.SentAt), _now, _effects);
    }

    private void Refused(ModelCall call)
    {
        call.Answered = true;
        Left(call);
        _bucket?.Settle(-Cost(call), _now);
        if (call.Cause == AnswerCause.ServerFailure)
        {
            _scorer.Futile();
        }
        else
        {
            _scorer.Refused(_now);
            _refusals.Add(_now - call.SentAt);
        }

        Learn(call);
        if (_scenario.ResendAfter > 0)
        {
            Schedule(_now + _scenario.ResendAfter, CallEvent.Resend, call);
        }
        else
        {
            // Sent again as soon as it is admitted: the worst case for counts.
            _waiting.AddFirst(call);
        }
    }

    private void Learn(ModelCall call)
    {
        var current = call.Generation == _estimator.Generation;
        var wait = _scenario.RetryAfter;
        var said = wait > 0 && call.Cause is AnswerCause.Capacity or AnswerCause.Bucket ? AnswerCause.Unclear : call.Cause;
        var sample = new RejectedSample(said, call.Generation, call.Level, _inFlight, call.Limit, wait, _now - call.SentAt, _scenario.Rate?.Kind ?? BucketKind.None);
        if (call.Probe)
        {
            var open = call.Cause == AnswerCause.Capacity;
            _gate.ProbeEnded(_gate.ProbeRound, open ? GateCause.ProbeAccepted : GateCause.ProbeFailed, 0.5, _now);
            if (open)
            {
                _estimator.GateOpened(false, _inFlight, _now, _effects);
            }
        }
        else if (current && call.Cause == AnswerCause.ServerFailure && _gate.Failed(false, 0, 1, _random.NextDouble(), _now) is not null)
        {
            _estimator.GateShut(_now, _effects);
        }
        else if (current && call.Cause == AnswerCause.Capacity && _gate.Refused(_estimator.Limit, 0, 1, _random.NextDouble(), _now) is not null)
        {
            _estimator.GateShut(_now, _effects);
        }
        else if (current && said == AnswerCause.Bucket)
        {
            _learned?.Refuse(0, _now);
            _bucket?.Refused(0, _now);
            _estimator.BucketCut(_now, _effects);
        }

        _estimator.Rejected(sample, _now, _effects);
        if (said == AnswerCause.Unclear && call.Generation == _estimator.Generation && _estimator.SeesRate(_now))
        {
            _learned?.Suspect(wait, _now);
            _estimator.BucketCut(_now, _effects);
        }
    }

    private void Left(ModelCall call)
    {
        _inFlight--;
        _opened -= call.Number > _openingMark ? 1 : 0;
    }

    private void Pump()
    {
        NoteBlock();
        Refill();
        while (_waiting.First is { } first && MaySend())
        {
            _waiting.RemoveFirst();
            Send(first.Value);
            Refill();
        }
    }

    private void Refill()
    {
        var wanted = _scenario.Burst <= 0 || (int)(_now / _scenario.Burst) % 2 == 0 ? Backlog : 0;
        if (_scenario.Burst > 0)
        {
            WakeAt((Math.Floor(_now / _scenario.Burst) + 1) * _scenario.Burst);
        }

        while (_waiting.Count < wanted)
        {
            _waiting.AddLast(new ModelCall(_provider.TokensOfCall(), _now));
        }
    }

    private void NoteBlock()
    {
        if (_estimator.BlockedUntil > _blockSeen)
        {
            _blockSeen = _estimator.BlockedUntil;
            _openingMark = _number;
            _opened = 0;
        }
    }

    private bool MaySend()
    {
        if (!_gate.IsOpen)
        {
            return MayProbe();
        }

        if (_now < _estimator.BlockedUntil)
        {
            WakeAt(_estimator.BlockedUntil);
            return false;
        }

        var roomAt = Math.Max(_bucket?.RoomAt(_now) ?? 0, _learned?.RoomAt(_now) ?? 0);
        if (roomAt > _now)
        {
            WakeAt(roomAt + 1e-9);
            return false;
        }

        if (_inFlight >= _estimator.Look(_now))
        {
            return false;
        }

        if (_estimator.Opening(_now) is { } opening && _opened >= opening)
        {
            WakeAt(_now + 0.01);
            return false;
        }

        return true;
    }

    private bool MayProbe()
    {
        if (_gate.TryProbe(_now) is not null)
        {
            return true;
        }

        if (_gate.State != GateState.Probing)
        {
            WakeAt(_now + Math.Max(1e-6, _gate.ProbeIn(_now)));
        }

        return false;
    }

    private void Send(ModelCall call)
    {
        call.Probe = _gate.State == GateState.Probing;
        _inFlight++;
        _opened++;
        call.Level = _inFlight;
        call.Limit = _estimator.Limit;
        call.Generation = _estimator.Generation;
        call.Number = ++_number;
        call.SentAt = _now;
        call.Answered = false;
        call.Presumed = false;
        call.Mark = _bucket?.Take(Cost(call), _now) ?? default;
        _learned?.Take(_now);
        _scorer.Sent(_now, call.Tokens, _now - call.WantedAt);
        call.Cause = _provider.Ask(call.Tokens, _now);
        call.Remaining = _provider.Remaining;
        if (call.Cause != AnswerCause.None)
        {
            Schedule(_now + _provider.RefusalTime(), CallEvent.Refused, call);
            return;
        }

        var service = _provider.ServiceTime(_now);
        Schedule(_now + service, CallEvent.Done, call);
        if (!_scenario.Plain)
        {
            Schedule(_now + _provider.HeaderTime(service), CallEvent.Headers, call);
        }
        else
        {
            Schedule(_now + _refusals.Patience, CallEvent.Presumed, call);
        }
    }

    private double Cost(ModelCall call) => _bucket!.Kind == BucketKind.Requests ? 1 : call.Tokens;

    private void WakeAt(double at)
    {
        if (at < _wakeAt)
        {
            _wakeAt = at;
            Schedule(at, CallEvent.Wake, null);
        }
    }

    private void Schedule(double at, CallEvent kind, ModelCall? call) => _events.Enqueue((kind, call), (at, _order++));
}
