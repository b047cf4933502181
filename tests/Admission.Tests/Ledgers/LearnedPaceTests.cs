using Granary.Admission.Buckets;
using Granary.Admission.Estimators;
using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;

namespace Granary.Admission.Tests.Ledgers;

/// <summary>A rate that only refusals tell is learned at the ledger and lent to all agents as credits.</summary>
public sealed class LearnedPaceTests
{
    [Fact]
    public void Refusals_for_rate_make_a_bucket_a_little_below_what_was_accepted()
    {
        var rig = Refused();
        rig.Now += 0.25;
        var credits = Exchange(rig, []).Domains[0].Credits;

        // 20 accepts in the nine seconds since the first: 0.95 times that is 2.1 requests per second, two seconds of them at most.
        Assert.True(credits.Limits);
        Assert.Equal(0, credits.RequestsAllowed);
        Assert.True(double.IsPositiveInfinity(credits.TokensAllowed));
        Assert.InRange(credits.RequestsIn, 0.01, 0.5);
        rig.Now += 60;
        Assert.Equal(4, Exchange(rig, []).Domains[0].Credits.RequestsAllowed);
    }

    [Fact]
    public void Refusals_that_name_only_a_wait_make_a_bucket_once_their_levels_show_a_rate()
    {
        var rig = new LedgerRig(cap: 100, settings: LedgerRig.Shares with { Estimator = new EstimatorSettings { Name = "seek" } });
        for (var second = 1; second <= 10; second++)
        {
            rig.Now = second;
            Exchange(rig, [new AcceptedSample(1, 1, 1, 4, false, 2)]);
        }

        // Limit 4: the third shows a spread of more than one.
        Assert.False(Refuse(1).Limits);
        Assert.False(Refuse(2).Limits);
        Assert.True(Refuse(3).Limits);

        CreditGrant Refuse(int level)
        {
            var report = rig.Report("a", waiting: 40);
            var refusal = new RejectedSample(AnswerCause.Unclear, 1, level, level, 4, 0, 0.1);
            return rig.Exchange(report with
            {
                Domains = [report.Domains[0] with { Credits = Wanted, Evidence = [new EvidenceBatch(report.Sequence, [], [refusal], [])] }],
            }).Domains[0].Credits;
        }
    }

    [Fact]
    public void A_configured_rate_is_not_learned_over()
    {
        var rig = Refused(new RateCaps(600, 0, 0, 0));
        rig.Now += 30;
        Assert.InRange(Exchange(rig, [], new RateCaps(600, 0, 0, 0)).Domains[0].Credits.RequestsAllowed, 10, 60);
    }

    [Fact]
    public void What_the_provider_says_counts_before_what_was_learned()
    {
        var rig = Refused();
        rig.Now += 60;
        var report = rig.Report("a", waiting: 40);
        report = report with { Domains = [report.Domains[0] with { RateSeen = new RateSeen(1200, 100, -1, -1), Credits = Wanted }] };
        rig.Exchange(report);
        rig.Now += 60;
        Assert.Equal(80, Exchange(rig, []).Domains[0].Credits.RequestsAllowed);
    }

    private static CreditClaim Wanted => new(0, 0, double.PositiveInfinity, 0, 40, 0);

    private static LedgerRig Refused(RateCaps caps = default)
    {
        var rig = new LedgerRig(cap: 100);
        for (var second = 1; second <= 10; second++)
        {
            rig.Now = second;
            Exchange(rig, [new AcceptedSample(0, 1, 1, 100, false, 2)], caps);
        }

        var report = rig.Report("a", waiting: 40);
        var refusal = new RejectedSample(AnswerCause.Bucket, 0, 1, 1, 100, 0, 0.1, BucketKind.Requests);
        rig.Exchange(report with
        {
            Domains = [report.Domains[0] with { RateCaps = caps, Credits = Wanted, Evidence = [new EvidenceBatch(report.Sequence, [], [refusal], [])] }],
        });
        return rig;
    }

    private static LedgerGrant Exchange(LedgerRig rig, AcceptedSample[] accepts, RateCaps caps = default)
    {
        var report = rig.Report("a", waiting: 40);
        return rig.Exchange(report with
        {
            Domains = [report.Domains[0] with { RateCaps = caps, Credits = Wanted, Evidence = [new EvidenceBatch(report.Sequence, [.. accepts], [], [])] }],
        });
    }
}
