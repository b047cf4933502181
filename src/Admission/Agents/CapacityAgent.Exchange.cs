using System.Collections.Immutable;
using Granary.Admission.Estimators;
using Granary.Admission.Protocol;

namespace Granary.Admission.Agents;

/// <summary>How the agent talks to its ledger: when a report is due, what stands in it, what a grant or notice changes.</summary>
public sealed partial class CapacityAgent
{
    private const double WindowShare = 0.9;
    private const int ClosingAttempts = 4;
    private const int CreditPulls = 5;
    private bool _active;
    private bool _exchanging;
    private bool _closing;
    private bool _urgent;
    private bool _pull;
    private bool _short;
    private bool _capsChanged;
    private long _reportSequence;
    private int _failures;
    private double _lastSentAt = double.NegativeInfinity;
    private double _nextRefreshAt = double.PositiveInfinity;
    private double _notBefore = double.NegativeInfinity;
    private double _windowEnds = double.NegativeInfinity;

    /// <summary>Newest ledger incarnation heard of; 0: none yet.</summary>
    public long Epoch { get; private set; }

    /// <summary>The ledger counts on this agent: it holds a share, or has asked for one.</summary>
    public bool IsActive => _active;

    /// <summary>A report is out and not answered.</summary>
    public bool Exchanging => _exchanging;

    /// <summary>A report should go out now.</summary>
    public bool ReportDue(double now) => ReportDueAt() <= now;

    /// <summary>
    /// The next instant at which the agent wants <see cref="Tick"/> or a report; infinity while there is nothing to wait for, so an idle
    /// process has no timer.
    /// </summary>
    public double NextWake(double now)
    {
        var wake = Math.Min(ReportDueAt(), _leases.NextExpiry);
        for (var i = 0; i < Domains.Count; i++)
        {
            if (_keys[i] is not { } key)
            {
                continue;
            }

            wake = Math.Min(wake, Math.Min(_queue.NextDeadline((Domain)i), NextPresumption(key)));
            if (now < key.BlockedUntil)
            {
                wake = Math.Min(wake, key.BlockedUntil);
            }
            else if (Outside(key) > 0 && OpeningCurve.At(now, key.BlockedUntil, _settings.Reopen, OpeningWidth(key, now)) is not null)
            {
                var step = OpeningCurve.NextStep(now, key.BlockedUntil, _settings.Reopen, OpeningWidth(key, now));
                wake = Math.Min(wake, Math.Max(step, now + _settings.UrgentSpacing));
            }
        }

        return wake;
    }

    /// <summary>
    /// The report to send now. From here until <see cref="Apply"/> or <see cref="ExchangeFailed"/> no other is due. Permits that are given
    /// back stop being used before the report leaves. <paramref name="close"/>: the process ends, give everything back.
    /// </summary>
    public AgentReport BuildReport(double now, bool close = false)
    {
        if (now >= _windowEnds)
        {
            _windowEnds = now + (WindowShare * _settings.Refresh);
            foreach (var key in _keys)
            {
                if (key is not null)
                {
                    key.PeakBefore = key.Peak;
                    key.Peak = key.InFlight;
                }
            }
        }

        _closing = close || (_draining ? _inFlight == 0 : IsIdle());
        _exchanging = true;
        _urgent = false;
        _pull = false;
        _short = false;
        _full = false;
        _capsChanged = false;
        _lastSentAt = now;
        _reportSequence++;
        var domains = ImmutableArray.CreateBuilder<AgentDomainReport>(Domains.Count);
        foreach (var key in _keys)
        {
            if (key is not null && (key.Acquired > 0 || key.Share > 0 || Outside(key) > 0))
            {
                domains.Add(Describe(key, now));
            }
        }

        return new AgentReport(AgentId, _incarnation, _reportSequence, Epoch, _caps.Aggregate, _closing, domains.ToImmutable());
    }

    /// <summary>
    /// The answer to the report that is out; false (and nothing happens) if it answers another one or comes from a superseded ledger.
    /// <paramref name="jitter"/> in [0, 1) spreads the next report.
    /// </summary>
    public bool Apply(LedgerGrant grant, double jitter, double now, AgentEffects effects)
    {
        if (!_exchanging || grant.Sequence != _reportSequence || (grant.Epoch < Epoch && !ObeysAnyEpoch))
        {
            return false;
        }

        var sameLedger = grant.Epoch == Epoch;
        Epoch = grant.Epoch;
        _exchanging = false;
        _short = false;
        _failures = 0;
        _answeredSequence = _reportSequence;
        _notBefore = double.NegativeInfinity;
        var next = grant.NextReportIn;
        _nextRefreshAt = now + (next >= _settings.Refresh ? next * (0.9 + (0.2 * jitter)) : next * (1 + (0.1 * jitter)));
        foreach (var granted in grant.Domains)
        {
            if (KeyOf(granted.Domain) is { } key)
            {
                Take(key, granted, sameLedger, grant.NextReportIn, now, effects);
            }
        }

        if (_closing)
        {
            _active = false;
            _closing = false;
        }

        _sequence++;
        Sweep(now, effects);
        foreach (var key in _keys)
        {
            if (key is not null)
            {
                AskIfShort(key, now);
                Announce(key, now, effects);
            }
        }

        return true;
    }

    /// <summary>The report that is out was not answered; it is sent again after a growing pause.</summary>
    public void ExchangeFailed(double jitter, double now)
    {
        if (!_exchanging)
        {
            return;
        }

        _exchanging = false;
        var pause = Math.Min(_settings.BackOffMost, _settings.BackOffLeast * Math.Pow(2, Math.Min(_failures, 20)));
        _failures++;
        _notBefore = now + (pause * (0.8 + (0.4 * jitter)));
        if (_closing && _failures >= ClosingAttempts)
        {
            // The share expires at the ledger by itself; there is nobody to tell.
            _closing = false;
            _active = false;
            return;
        }

        _pull = true;
    }

    /// <summary>A notice of the ledger. It never raises a share; an old one changes nothing.</summary>
    public void Notify(LedgerNotice notice, double now, AgentEffects effects)
    {
        if (notice.Epoch < Epoch || KeyOf(notice.Domain) is not { } key || !_active)
        {
            return;
        }

        if (notice.Kind == LedgerNoticeKind.Cut)
        {
            if (notice.Epoch == Epoch && notice.Generation < key.Generation)
            {
                return;
            }

            var (share, limit) = (key.Share, key.Limit);
            key.Share = Math.Min(key.Share, notice.Share);
            key.NoticedShare = _exchanging ? Math.Min(key.NoticedShare, notice.Share) : int.MaxValue;
            key.Limit = notice.Limit;
            key.Generation = Math.Max(key.Generation, notice.Generation);
            key.Block(now + notice.BlockedFor, now, _leases.LastNumber);
            TellLimit(key, limit, now, effects);
            TellShare(key, share, now, effects);
            Sweep(now, effects);
        }
        else if (notice.Kind == LedgerNoticeKind.Leases)
        {
            TakeNoticed(key, notice);
            Sweep(now, effects);
            _sequence++;
            return;
        }
        else if (notice.Kind == LedgerNoticeKind.Shut)
        {
            key.Share = 0;
            key.NoticedShare = _exchanging ? 0 : int.MaxValue;
            key.Lending.Gate.Shut(notice.Gate);
            key.Special = true;
            TellLending(key, now, effects);
        }
        else
        {
            key.Contended |= notice.Kind == LedgerNoticeKind.GiveBack;
        }

        _full = true;
        _urgent |= notice.Kind == LedgerNoticeKind.Cut;
        _pull = true;
        _sequence++;
    }

    private double ReportDueAt()
    {
        if (_exchanging)
        {
            return double.PositiveInfinity;
        }

        var due = _active ? _nextRefreshAt : double.PositiveInfinity;
        if (_urgent || (_draining && _active && _inFlight == 0))
        {
            due = Math.Min(due, _lastSentAt + _settings.UrgentSpacing);
        }

        foreach (var key in _keys)
        {
            if (key is not null && key.Lending.Credits.Limits && Outside(key) > 0)
            {
                due = Math.Min(due, Math.Max(key.Lending.Credits.AvailableAt(_lastSentAt), _lastSentAt + (CreditPulls * _settings.PullSpacing)));
            }
        }

        if (_pull || _short || (_capsChanged && _active))
        {
            due = Math.Min(due, _lastSentAt + _settings.PullSpacing);
        }

        return Math.Max(due, _notBefore);
    }

    /// <summary>Wants beyond calls in flight: waiters, and tasks outside of the queue.</summary>
    private int Outside(AgentKey key) => _queue.Waiting(key.Key.Domain) + key.Demand + key.Missed;

    private bool IsIdle()
    {
        foreach (var key in _keys)
        {
            if (key is not null && (Outside(key) > 0 || Math.Max(key.Peak, key.PeakBefore) > 0))
            {
                return false;
            }
        }

        return true;
    }

    private AgentDomainReport Describe(AgentKey key, double now)
    {
        Presume(key, now);
        var outside = Outside(key);
        var wanted = key.OnShare + outside;
        var keep = _closing ? 0 : key.Contended ? wanted : Math.Max(wanted, Math.Max(key.Peak, key.PeakBefore));
        key.Share = Math.Min(key.UsableShare(now), keep);
        key.NoticedShare = int.MaxValue;
        key.LastAsked = wanted;
        key.Lending.Gate.GiveBackUnused(outside > 0 && !_closing, _settings.Refresh, now);
        NoteForwarded(key);
        key.LastSuccesses = key.Successes;
        key.Missed = 0;
        return new AgentDomainReport
        {
            Domain = key.Key.Domain,
            EffectiveCap = _caps.Known ? key.EffectiveCap : 0,
            Share = key.Share,
            Held = Math.Max(key.Share, key.OnShare),
            InFlight = key.InFlight,
            Idle = Math.Max(0, Math.Min(key.Share, keep) - wanted),
            Demand = DemandReport.Build(key.Key.Domain, _leases, _queue, _policies, outside - _queue.Waiting(key.Key.Domain)),
            Direct = key.Lending.Direct.Claim(),
            Credits = key.Lending.Credits.Claim(outside, outside * _settings.TokensPerCall, _closing, _settings.Refresh, now),
            Gate = key.Lending.Gate.Claim,
            RateCaps = key.RateCaps,
            RateSeen = key.RateSeen,
            Totals = key.Totals,
            BlockFor = Math.Max(0, key.OwnBlockUntil - now),
            Estimator = _caps.Estimator(key.Key.Domain),
            Evidence = key.Evidence.Collect(_reportSequence, now),
        };
    }

    private void Take(AgentKey key, LedgerDomainGrant granted, bool sameLedger, double nextReportIn, double now, AgentEffects effects)
    {
        var (share, limit) = (key.Share, key.Limit);
        // A grant worked out before a notice we already obey: its numbers are old, only a smaller share of it may count.
        var stale = sameLedger && granted.Generation < key.Generation && granted.Limit > key.Limit;
        key.Share = Math.Min(stale ? Math.Min(key.Share, granted.Share) : granted.Share, key.NoticedShare);
        key.ShareExpiresAt = IgnoresExpiry ? double.PositiveInfinity : _lastSentAt + Math.Min(_settings.ShareLife, granted.ExpiresIn);
        key.Evidence.Acknowledge(_reportSequence);
        key.RateSeen = RateSeen.None;
        key.Lending.Mode = granted.Mode;
        key.Lending.Credits.Take(granted.Credits, nextReportIn, _lastSentAt, now);
        key.Lending.Gate.Take(granted.Gate, now);
        key.Special = key.Lending.Special;
        TakeLeases(key, granted.Leases, granted.ExpiresIn);
        key.Elsewhere = granted.Elsewhere;
        key.BlockOnRefusal = granted.BlockOnRefusal;
        key.Contended = granted.Contended;
        key.ReportAfter = granted.ReportAfter;
        key.Ceiling = granted.Ceiling;
        if (!stale)
        {
            key.Limit = granted.Limit;
            key.Generation = granted.Generation;
        }

        if (granted.BlockedFor > 0)
        {
            key.Block(now + granted.BlockedFor, now, _leases.LastNumber);
        }

        key.Brake = 0;
        DivideShare(key, granted.TenantShares);
        TellLimit(key, limit, now, effects);
        TellShare(key, share, now, effects);
        TellLending(key, now, effects);
    }

    private int Bands(AgentKey key)
    {
        var bands = key.Demand > 0 ? 1 << (int)Band.Bulk : 0;
        for (var b = 0; b < Domains.Bands; b++)
        {
            bands |= _queue.Waiting(key.Key.Domain, (Band)b) > 0 ? 1 << b : 0;
        }

        return bands;
    }
}
