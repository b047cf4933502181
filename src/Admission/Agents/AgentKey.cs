using Granary.Admission.Estimators;
using Granary.Admission.Protocol;

namespace Granary.Admission.Agents;

/// <summary>One domain of an agent: what it may use, what is in flight, what it has learned since it was born.</summary>
internal sealed class AgentKey(ResourceKey key)
{
    private long _successes;
    private long _successesInBlock;
    private long _serverFailures;
    private long _requestFailures;
    private long _rateLimited;
    private long _neutral;
    private long _emptied;
    private long _inputTokens;
    private long _outputTokens;
    private long _openingMark;

    public ResourceKey Key => key;

    /// <summary>Permits it may use by itself until <see cref="ShareExpiresAt"/>.</summary>
    public int Share { get; set; }

    /// <summary>Compared on every admission: a process that was paused must not admit on a dead share.</summary>
    public double ShareExpiresAt { get; set; }

    /// <summary>Permits that are not just a share.</summary>
    public AgentLending Lending { get; } = new();

    /// <summary>Calls in flight within the share.</summary>
    public int OnShare => InFlight - Lending.Direct.InUse;

    public int Limit { get; set; }

    public long Generation { get; set; }

    public int Ceiling { get; set; }

    public int ReportAfter { get; set; }

    public bool Contended { get; set; }

    /// <summary>Configured maximum, kept here because every admission compares with it.</summary>
    public int EffectiveCap { get; set; } = 1;

    /// <summary>Something beyond share, limit and caps has a say: an admission is judged the long way.</summary>
    public bool Special { get; set; }

    /// <summary>Parts of tenants, while the ledger divides the share.</summary>
    public TenantParts Parts { get; } = new();

    /// <summary>Slots of the share left unused since the last grant, one for each refusal that named no wait.</summary>
    public int Brake { get; set; }

    /// <summary>How long calls took lately.</summary>
    public ServiceTimes Times { get; } = new();

    /// <summary>How fast refusals come.</summary>
    public RefusalTimes Refusals { get; } = new();

    /// <summary>Attempts up to that number are answered, gone or presumed accepted.</summary>
    public long Watched { get; set; }

    /// <summary>When the provider last said yes, or finished a call.</summary>
    public double LastYes { get; private set; } = double.NegativeInfinity;

    /// <summary>Rate limits seen here since the last success outside a block.</summary>
    public long ConsecutiveRateLimits { get; private set; }

    /// <summary>When the block in force began.</summary>
    public double BlockedSince { get; private set; }

    /// <summary>What bound at the last look.</summary>
    public DenialBinding Binding { get; private set; }

    /// <summary>Since when that has bound.</summary>
    public double BindingSince { get; private set; }

    /// <summary>Gate and mode that were last told.</summary>
    public (GateState Gate, LendingMode Mode) LendingTold { get; set; }

    /// <summary>Date of the newest rate fields that were read.</summary>
    public DateTimeOffset RatesAt { get; set; }

    /// <summary>Generation of the limit that was last told.</summary>
    public long GenerationTold { get; set; }

    /// <summary>A block has ended or will end, and the reopening was not told.</summary>
    public bool ReopeningDue { get; set; }

    public double BlockedUntil { get; private set; }

    /// <summary>End of the block that refusals seen here ask for.</summary>
    public double OwnBlockUntil { get; private set; }

    /// <summary>What the ledger has to learn.</summary>
    public EvidenceBook Evidence { get; } = new();

    /// <summary>Calls of other agents, as of the last grant.</summary>
    public int Elsewhere { get; set; }

    /// <summary>Block after a refusal that names no wait, by the ledger's word.</summary>
    public double? BlockOnRefusal { get; set; }

    /// <summary>Level of a call admitted now; read before it is counted.</summary>
    public int NextLevel => InFlight + 1 + Elsewhere;

    /// <summary>No permit is free in the whole cluster, as far as this agent knows.</summary>
    public bool Bound => InFlight + Elsewhere >= Limit;

    public int InFlight { get; private set; }

    /// <summary>Leases out that were taken since the last block began.</summary>
    public int Opened { get; private set; }

    public long Acquired { get; private set; }

    public long Released { get; private set; }

    public ReleaseOutcome? LastOutcome { get; private set; }

    /// <summary>Rates configured for the key.</summary>
    public RateCaps RateCaps { get; set; }

    /// <summary>Rate fields seen last.</summary>
    public RateSeen RateSeen { get; set; } = RateSeen.None;

    /// <summary>Tasks outside of the queue that want the key.</summary>
    public int Demand { get; set; }

    /// <summary>Share of a notice that came while a report was out: the answer must not undo it.</summary>
    public int NoticedShare { get; set; } = int.MaxValue;

    /// <summary>Attempts that did not wait and found no share since the last report; they make the next one succeed.</summary>
    public int Missed { get; set; }

    /// <summary>Generation whose first refusal was reported urgently.</summary>
    public long AlarmedGeneration { get; set; } = -1;

    /// <summary>What <see cref="CapacityAgent.Runnable"/> allowed when subscribers were last told.</summary>
    public int AnnouncedPermits { get; set; }

    /// <summary>In flight, waiting and wanted at the last report.</summary>
    public int LastAsked { get; set; }

    /// <summary>Bands with waiters at the last report, a bit each.</summary>
    public int LastBands { get; set; }

    /// <summary>Successes at the last report.</summary>
    public long LastSuccesses { get; set; }

    /// <summary>Most calls in flight in this refresh window and the one before.</summary>
    public int Peak { get; set; }

    public int PeakBefore { get; set; }

    public long Successes => _successes;

    public OutcomeTotals Totals => new()
    {
        Admitted = Acquired,
        Successes = _successes,
        SuccessesInBlock = _successesInBlock,
        ServerFailures = _serverFailures,
        RequestFailures = _requestFailures,
        RateLimited = _rateLimited,
        Neutral = _neutral,
        Emptied = _emptied,
        InputTokens = _inputTokens,
        OutputTokens = _outputTokens,
    };

    /// <summary>Permits it may use at that instant.</summary>
    public int UsableShare(double now) => now < ShareExpiresAt ? Math.Max(0, Share - Brake) : 0;

    /// <summary>Keeps since when a number binds.</summary>
    public void Note(DenialBinding binding, double now)
    {
        if (binding != Binding)
        {
            Binding = binding;
            BindingSince = now;
        }
    }

    public void Admitted()
    {
        InFlight++;
        Opened++;
        Acquired++;
        Peak = Math.Max(Peak, InFlight);
    }

    /// <summary>A lease came back, or expired, which teaches nothing.</summary>
    public void Left(ActiveLease lease, bool expired)
    {
        InFlight--;
        if (lease.Number > _openingMark)
        {
            Opened--;
        }

        if (expired)
        {
            _neutral++;
        }
        else
        {
            Released++;
        }
    }

    /// <summary>Counts what a release teaches; a refusal for load is handled by <see cref="Refused"/>.</summary>
    public void Learn(ActiveLease lease, in ReleaseReport report, double now)
    {
        LastOutcome = report.Outcome;
        _inputTokens += report.InputTokens;
        _outputTokens += report.OutputTokens;
        switch (report.Outcome)
        {
            case ReleaseOutcome.Success when now >= BlockedUntil:
                _successes++;
                ConsecutiveRateLimits = 0;
                break;
            case ReleaseOutcome.Success:
                _successesInBlock++;
                break;
            case ReleaseOutcome.RateLimited:
                return;
            case ReleaseOutcome.ProviderTimeout:
            case ReleaseOutcome.ProviderFailure when report.ServerFault:
                _serverFailures++;
                break;
            case ReleaseOutcome.ProviderFailure:
                _requestFailures++;
                break;
            default:
                _neutral++;
                break;
        }

        if (InFlight == 0 && report.Outcome is not (ReleaseOutcome.LocalCancelled or ReleaseOutcome.LocalTimeout))
        {
            _emptied++;
        }

        if (report.Outcome == ReleaseOutcome.Success)
        {
            LastYes = now;
            Times.Add(report.Latency.TotalSeconds, now);
            Evidence.Completed(new CompletedSample(
                lease.Generation, lease.Level, InFlight + Elsewhere, InFlight + Elsewhere >= Limit - 1, now < BlockedUntil,
                report.Latency.TotalSeconds, report.FirstByte?.TotalSeconds ?? double.NaN, report.OutputTokens));
        }
        else if (report.Outcome is not (ReleaseOutcome.LocalCancelled or ReleaseOutcome.LocalTimeout))
        {
            Reject(lease, report, report.RetryAfter?.TotalSeconds ?? 0, now);
        }
    }

    /// <summary>2xx response headers were seen.</summary>
    public void Accept(ActiveLease lease, double now)
    {
        LastYes = now;
        Evidence.Accepted(new AcceptedSample(lease.Generation, lease.Level, InFlight + Elsewhere, lease.Limit, Bound));
    }

    /// <summary>A refusal for load, remembered for the ledger. <paramref name="wait"/>: seconds to stay away, 0: only the brake.</summary>
    public void Refused(ActiveLease lease, in ReleaseReport report, double wait, double now, long newestLease, bool laterWins)
    {
        _rateLimited++;
        ConsecutiveRateLimits++;
        Refusals.Add(report.Latency > TimeSpan.Zero ? report.Latency.TotalSeconds : double.NaN);
        Reject(lease, report, wait, now);
        if (wait > 0)
        {
            BlockFor(wait, now, newestLease, laterWins);
        }
        else if (lease.Generation == Generation)
        {
            Brake++;
        }
    }

    /// <summary>Blocks because of a refusal seen here, and asks the ledger to block everybody.</summary>
    public void BlockFor(double wait, double now, long newestLease, bool laterWins)
    {
        var until = now + wait;
        OwnBlockUntil = laterWins ? Math.Max(OwnBlockUntil, until) : until;
        if (laterWins)
        {
            Block(until, now, newestLease);
        }
        else
        {
            Blocked(until, now, newestLease);
        }
    }

    /// <summary>Blocks until then unless it is blocked longer already; cancels an opening.</summary>
    public void Block(double until, double now, long newestLease)
    {
        if (until <= now || until <= BlockedUntil)
        {
            return;
        }

        Blocked(until, now, newestLease);
    }

    private void Reject(ActiveLease lease, in ReleaseReport report, double retryAfter, double now) =>
        Evidence.Rejected(
            new RejectedSample(
                report.Meaning, lease.Generation, lease.Level, InFlight + Elsewhere, lease.Limit, retryAfter, report.Latency.TotalSeconds, report.Bucket),
            now);

    private void Blocked(double until, double now, long newestLease)
    {
        if (now >= BlockedUntil)
        {
            BlockedSince = now;
        }

        BlockedUntil = until;
        ReopeningDue = true;
        _openingMark = newestLease;
        Opened = 0;
    }
}
