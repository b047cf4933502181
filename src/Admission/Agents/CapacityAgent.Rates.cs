using Granary.Admission.Buckets;
using Granary.Admission.Protocol;
using Granary.Admission.Signals;

namespace Granary.Admission.Agents;

/// <summary>What answers say of the provider's rates goes with the next report; the buckets stand at the ledger.</summary>
public sealed partial class CapacityAgent
{
    private const double Minute = 60;
    private const double Unseen = -1;

    /// <summary>Answers come out of order; an older one than the newest read says nothing any more.</summary>
    private static void SeeRates(AgentKey key, RateFields? rates)
    {
        if (rates is null || rates.Readings.IsEmpty || rates.Date < key.RatesAt)
        {
            return;
        }

        key.RatesAt = rates.Date ?? key.RatesAt;
        var (requestLimit, requestsLeft) = Tightest(rates, BucketKind.Requests);
        var (tokenLimit, tokensLeft) = Tightest(rates, BucketKind.Tokens);
        key.RateSeen = new RateSeen(
            requestLimit >= 0 ? requestLimit : key.RateSeen.RequestLimit,
            requestsLeft >= 0 ? requestsLeft : key.RateSeen.RequestsRemaining,
            tokenLimit >= 0 ? tokenLimit : key.RateSeen.TokenLimit,
            tokensLeft >= 0 ? tokensLeft : key.RateSeen.TokensRemaining);
    }

    /// <summary>The smallest limit per minute and the least that is left of that unit; negative where nobody says.</summary>
    private static (double Limit, double Left) Tightest(RateFields rates, BucketKind unit)
    {
        var (limit, left) = (Unseen, Unseen);
        foreach (var reading in rates.Readings)
        {
            if (reading.Unit != unit)
            {
                continue;
            }

            if (reading.Limit is { } per && per * Minute / (reading.Window?.TotalSeconds ?? Minute) is var rate && (limit < 0 || rate < limit))
            {
                limit = rate;
            }

            if (reading.Remaining is { } remaining && (left < 0 || remaining < left))
            {
                left = remaining;
            }
        }

        return (limit, left);
    }
}
