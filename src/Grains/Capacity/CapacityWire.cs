using Granary.Abstractions.Capacity;
using Granary.Admission;
using Granary.Admission.Protocol;

namespace Granary.Grains.Capacity;

/// <summary>The one place where messages change between their pure form and the wire.</summary>
internal static partial class CapacityWire
{
    public static CapacityReport ToWire(AgentReport report) => new(
        report.AgentId, report.Incarnation, report.Sequence, report.Epoch, report.EndpointCap, report.Closing, [.. report.Domains.Select(ToWire)]);

    public static AgentReport FromWire(CapacityReport report) => new(
        report.AgentId, report.Incarnation, report.Sequence, report.Epoch, report.EndpointCap, report.Closing, [.. report.Domains.Select(FromWire)]);

    public static CapacityGrant ToWire(LedgerGrant grant) => new(
        grant.Epoch, grant.Sequence, grant.NextReportIn, (int)grant.Reason, [.. grant.Domains.Select(ToWire)]);

    public static LedgerGrant FromWire(CapacityGrant grant) => new(
        grant.Epoch, grant.Sequence, grant.NextReportIn, (GrantReason)grant.Reason, [.. grant.Domains.Select(FromWire)]);

    public static CapacityNotice ToWire(EndpointKey endpoint, LedgerNotice notice) => new(
        endpoint.Provider, endpoint.Model, notice.Epoch, (int)notice.Domain, (int)notice.Kind, notice.Share, notice.Limit, notice.Generation,
        notice.BlockedFor, notice.Sequence, ToWire(notice.Leases), (int)notice.Gate);

    public static LedgerNotice FromWire(CapacityNotice notice) => new(
        notice.Epoch, (Domain)notice.Domain, (LedgerNoticeKind)notice.Kind, notice.Share, notice.Limit, notice.Generation, notice.BlockedFor)
    {
        Sequence = notice.Sequence,
        Leases = FromWire(notice.Leases),
        Gate = (GateState)notice.Gate,
    };

    private static CapacityDomainReport ToWire(AgentDomainReport d) => new(
        (int)d.Domain, d.EffectiveCap, d.Share, d.Held, d.InFlight, d.Idle,
        ToWire(d.Demand), ToWire(d.Totals),
        d.BlockFor, [.. d.Evidence.Select(CapacityEvidenceWire.ToWire)], d.Estimator,
        ToWire(d.Direct.Held), ToWire(d.Direct.Settled), ToWire(d.Credits), new CapacityGateClaim(d.Gate.ProbeRound, (int)d.Gate.Probe),
        ToWire(d.RateCaps, d.RateSeen));

    private static AgentDomainReport FromWire(CapacityDomainReport d) => new()
    {
        Domain = (Domain)d.Domain,
        EffectiveCap = d.EffectiveCap,
        Share = d.Share,
        Held = d.Held,
        InFlight = d.InFlight,
        Idle = d.Idle,
        Demand = FromWire(d.Demand),
        Totals = FromWire(d.Totals),
        BlockFor = d.BlockFor,
        Evidence = [.. d.Evidence.Select(CapacityEvidenceWire.FromWire)],
        Estimator = d.Estimator,
        Direct = new DirectClaim(FromWire(d.DirectHeld), FromWire(d.DirectSettled)),
        Credits = FromWire(d.Credits),
        Gate = new GateClaim(d.Gate.ProbeRound, (ProbeResult)d.Gate.Probe),
        RateCaps = new RateCaps(d.Rates.RequestsPerMinute, d.Rates.RequestBurst, d.Rates.TokensPerMinute, d.Rates.TokenBurst),
        RateSeen = new RateSeen(d.Rates.RequestLimit, d.Rates.RequestsRemaining, d.Rates.TokenLimit, d.Rates.TokensRemaining),
    };

    private static CapacityTotals ToWire(in OutcomeTotals t) => new(
        t.Admitted, t.Successes, t.SuccessesInBlock, t.ServerFailures, t.RequestFailures, t.RateLimited, t.Neutral, t.Emptied, t.InputTokens, t.OutputTokens);

    private static OutcomeTotals FromWire(in CapacityTotals t) => new()
    {
        Admitted = t.Admitted,
        Successes = t.Successes,
        SuccessesInBlock = t.SuccessesInBlock,
        ServerFailures = t.ServerFailures,
        RequestFailures = t.RequestFailures,
        RateLimited = t.RateLimited,
        Neutral = t.Neutral,
        Emptied = t.Emptied,
        InputTokens = t.InputTokens,
        OutputTokens = t.OutputTokens,
    };

    private static CapacityDomainGrant ToWire(LedgerDomainGrant d) => new(
        (int)d.Domain, d.Share, d.Limit, d.Generation, d.Ceiling, d.BlockedFor, d.ExpiresIn, d.Contended, d.ReportAfter, d.Elsewhere,
        d.BlockOnRefusal, (int)d.Mode,
        [.. d.TenantShares.Select(static t => new CapacityTenantShare(t.Tenant, t.Share))], ToWire(d.Leases), d.Holder, ToWire(d.Credits),
        new CapacityGateGrant((int)d.Gate.State, d.Gate.For, d.Gate.ProbeRound));

    private static LedgerDomainGrant FromWire(CapacityDomainGrant d) => new()
    {
        Domain = (Domain)d.Domain,
        Share = d.Share,
        Limit = d.Limit,
        Generation = d.Generation,
        Ceiling = d.Ceiling,
        BlockedFor = d.BlockedFor,
        ExpiresIn = d.ExpiresIn,
        Contended = d.Contended,
        ReportAfter = d.ReportAfter,
        Elsewhere = d.Elsewhere,
        BlockOnRefusal = d.BlockOnRefusal,
        Mode = (LendingMode)d.Mode,
        TenantShares = [.. d.TenantShares.Select(static t => new TenantShare(t.Tenant, t.Share))],
        Leases = FromWire(d.Leases),
        Holder = d.Holder,
        Credits = FromWire(d.Credits),
        Gate = new GateGrant((GateState)d.Gate.State, d.Gate.For, d.Gate.ProbeRound),
    };

    private static CapacityRates ToWire(in RateCaps caps, in RateSeen seen) => new(
        caps.RequestsPerMinute, caps.RequestBurst, caps.TokensPerMinute, caps.TokenBurst, seen.RequestLimit, seen.RequestsRemaining, seen.TokenLimit,
        seen.TokensRemaining);

    private static CapacityCreditClaim ToWire(in CreditClaim c) =>
        new(c.RequestsAllowed, c.RequestsSpent, c.TokensAllowed, c.TokensSpent, c.RequestsWanted, c.TokensWanted);

    private static CreditClaim FromWire(in CapacityCreditClaim c) =>
        new(c.RequestsAllowed, c.RequestsSpent, c.TokensAllowed, c.TokensSpent, c.RequestsWanted, c.TokensWanted);

    private static CapacityCreditGrant ToWire(in CreditGrant c) => new(c.RequestsAllowed, c.TokensAllowed, c.ValidFor, c.RequestsIn, c.TokensIn);

    private static CreditGrant FromWire(in CapacityCreditGrant c) => new(c.RequestsAllowed, c.TokensAllowed, c.ValidFor, c.RequestsIn, c.TokensIn);
}
