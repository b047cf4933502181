using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>Rate credits: requests and tokens per minute, lent like permits and never lent twice.</summary>
public sealed partial class CapacityLedger
{
    private const double Ahead = 2;
    private const double BurstPerReport = 0.25;
    private const double CreditSpacing = 0.25;

    private void ClaimCredits(LedgerDomain domain, Booking booking, AgentDomainReport report, double now)
    {
        domain.RatesStale |= booking.RateCaps != report.RateCaps;
        booking.RateCaps = report.RateCaps;
        ConfigureRates(domain, report.RateSeen, now);
        Claim(domain.Requests, booking.Requests, report.Credits.RequestsAllowed, report.Credits.RequestsSpent, report.RateSeen.RequestsRemaining, now);
        Claim(domain.Tokens, booking.Tokens, report.Credits.TokensAllowed, report.Credits.TokensSpent, report.RateSeen.TokensRemaining, now);
    }

    private void Claim(CreditBucket bucket, CreditBooking booking, double allowed, double spent, double remaining, double now)
    {
        if (IsLearning(now))
        {
            // What others were lent by a predecessor may still be spent: nothing is refilled before it is known.
            bucket.Hold(now);
        }

        bucket.Refill(now);
        bucket.Claim(booking, allowed, spent);
        if (remaining >= 0 && bucket.Limits)
        {
            bucket.Lower(remaining);
        }
    }

    /// <summary>The smallest cap that an agent has configured; where none has, what the provider said.</summary>
    private void ConfigureRates(LedgerDomain domain, in RateSeen seen, double now)
    {
        if (domain.RatesStale)
        {
            domain.RatesStale = false;
            domain.Configured = LeastConfigured(domain.Domain);
        }

        var configured = domain.Configured;
        domain.LearnedRequests = seen.RequestLimit > 0 ? seen.RequestLimit : domain.LearnedRequests;
        domain.LearnedTokens = seen.TokenLimit > 0 ? seen.TokenLimit : domain.LearnedTokens;
        var memory = _saved?.Credits.GetValueOrDefault(domain.Domain);
        Configure(
            domain.Requests, configured.RequestsPerMinute > 0 ? configured.RequestsPerMinute : domain.LearnedRequests, configured.RequestBurst,
            memory?.Requests, now);
        Configure(
            domain.Tokens, configured.TokensPerMinute > 0 ? configured.TokensPerMinute : domain.LearnedTokens, configured.TokenBurst, memory?.Tokens, now);
    }

    private RateCaps LeastConfigured(Domain domain)
    {
        var least = default(RateCaps);
        foreach (var agent in _agents.Values)
        {
            if (!agent.Gone && agent.Of(domain) is { RateCaps: var caps })
            {
                least = new RateCaps(
                    Least(least.RequestsPerMinute, caps.RequestsPerMinute), Least(least.RequestBurst, caps.RequestBurst),
                    Least(least.TokensPerMinute, caps.TokensPerMinute), Least(least.TokenBurst, caps.TokenBurst));
            }
        }

        return least;
    }

    private void Configure(CreditBucket bucket, double perMinute, double burst, double? saved, double now)
    {
        // After a crash nobody knows what was lent since the last write: the bucket starts empty. Handed over, or after the promise, it goes on.
        var level = _saved is null ? double.PositiveInfinity : _saved.HandedOver || _learnUntil <= _bornAt ? saved ?? 0 : 0;
        bucket.Configure(perMinute, burst, level, now);
    }

    private CreditGrant LendCredits(
        LedgerDomain domain, Booking booking, in CreditClaim claim, GrantReason reason, double expiresIn, bool closing, double now)
    {
        if (!domain.Requests.Limits && !domain.Tokens.Limits)
        {
            return CreditGrant.Unlimited;
        }

        var may = reason == GrantReason.Served && !closing;
        return new CreditGrant(
            Lend(domain.Requests, booking.Requests, claim.RequestsWanted, may, now),
            Lend(domain.Tokens, booking.Tokens, claim.TokensWanted, may, now),
            expiresIn,
            domain.Requests.NextIn(now),
            domain.Tokens.NextIn(now));
    }

    private static double Lend(CreditBucket bucket, CreditBooking booking, double wanted, bool may, double now)
    {
        if (!bucket.Limits)
        {
            return double.PositiveInfinity;
        }

        bucket.Refill(now);
        if (may && (Ahead * wanted) - booking.Outstanding is > 0 and var more)
        {
            booking.Outstanding += bucket.Lend(more);
        }

        return booking.Spent + booking.Outstanding;
    }

    /// <summary>
    /// Agents that spend credits report more often than others: what they have spent since their last report counts as out, and while burst and
    /// outstanding meet nothing is refilled.
    /// </summary>
    private double NextCreditIn(Booking booking, LedgerDomain domain, double now)
    {
        var next = double.PositiveInfinity;
        if (booking.Wanted > 0)
        {
            next = Math.Min(Next(domain.Requests), Next(domain.Tokens));
        }

        return next;

        double Next(CreditBucket bucket) => bucket.Limits
            ? Math.Max(CreditSpacing, Math.Max(bucket.NextIn(now), BurstPerReport * bucket.Burst / bucket.Rate))
            : double.PositiveInfinity;
    }

    private static double Least(double a, double b) => a <= 0 ? Math.Max(0, b) : b <= 0 ? a : Math.Min(a, b);
}
