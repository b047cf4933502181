using Granary.Admission.Buckets;

namespace Granary.Admission.Tests.Buckets;

/// <summary>What buckets do at the edge of a number, one by one.</summary>
public sealed class BucketEdgeTests
{
    private static readonly BucketSettings Known = new() { PerMinute = 600 };

    [Fact]
    public void A_learned_rate_gives_room_at_whole_requests_and_keeps_no_more_than_its_burst()
    {
        var rate = new LearnedRate(0.0046, 0);
        rate.Restore(10, 0);
        Assert.Equal(0.1, rate.RoomAt(0), 1e-12);
        Assert.False(rate.HasRoom(0.05));
        Assert.True(rate.HasRoom(0.1));
        Assert.True(rate.HasRoom(100));
        rate.Take(100);
        Assert.Equal(100, rate.RoomAt(100));
        rate.Take(100);
        Assert.False(rate.HasRoom(100));
        Assert.Equal(100.1, rate.RoomAt(100), 1e-9);
        Assert.Equal(100.1, rate.RoomAt(100.05), 1e-9);
    }

    [Fact]
    public void A_restored_rate_is_quiet_at_first_and_rises_at_the_very_end_of_it()
    {
        var rate = new LearnedRate(0.0046, 0);
        rate.Restore(10, 0);
        rate.Accept(5);
        Assert.Equal(10, rate.Rate);
        rate.Accept(0.5 / (0.0046 * 10));
        Assert.Equal(10.1, rate.Rate, 1e-12);
    }

    [Fact]
    public void A_refusal_of_a_rate_nobody_uses_leaves_one_request_in_ten_seconds()
    {
        var rate = new LearnedRate(0.0046, 0);
        rate.Restore(10, 0);
        rate.Refuse(0, 1);
        Assert.Equal(0.1, rate.Rate);
    }

    [Fact]
    public void A_rate_is_dropped_after_a_minute_of_half_use_and_never_while_it_is_used()
    {
        var idle = new LearnedRate(0.0046, 0);
        idle.Restore(10, 0);
        var busy = new LearnedRate(0.0046, 0);
        busy.Restore(10, 0);
        for (var now = 11; now <= 71; now++)
        {
            Assert.True(idle.InForce);
            idle.Accept(now);
            for (var i = 0; i < 20; i++)
            {
                busy.Accept(now + (i * 0.05));
            }
        }

        Assert.False(idle.InForce);
        Assert.True(busy.InForce);
    }

    [Fact]
    public void Accepts_per_second_look_back_ten_seconds_at_most()
    {
        var accepts = new AcceptRate(100);
        accepts.Add(100.2);
        accepts.Add(100.3);
        Assert.Equal(2, accepts.PerSecond(100.3));
        Assert.Equal(0.5, accepts.PerSecond(104));
        Assert.Equal(0.2, accepts.PerSecond(109.9), 0.01);
        Assert.Equal(0, accepts.PerSecond(120));
    }

    [Fact]
    public void A_mirror_refills_once_for_every_second_and_never_backwards()
    {
        var bucket = new MirroredBucket(BucketKind.Requests, Known with { Burst = 2 }, 1000);
        Assert.Equal(1, bucket.Take(1, 1000).Level);
        Assert.True(bucket.HasRoom(1000));
        bucket.Take(1, 1000);
        Assert.Equal(0.995, bucket.Level(1000.1), 1e-6);
        Assert.Equal(0.995, bucket.Level(1000.1), 1e-6);
        Assert.Equal(0.995, bucket.Level(999), 1e-6);
        Assert.Equal(1, bucket.Take(1, 1001).Level);
    }

    [Fact]
    public void Without_a_rate_nobody_is_held_back_and_nothing_is_owed()
    {
        var bucket = new MirroredBucket(BucketKind.Tokens, new BucketSettings(), 0);
        Assert.Equal(0, bucket.Take(5, 0).Level);
        bucket.Settle(5, 0);
        Assert.Equal((0.0, 0.0), (bucket.Level(0), bucket.RoomAt(5)));
        Assert.True(bucket.HasRoom(5));
    }

    [Fact]
    public void Tokens_exactly_used_up_leave_no_room_and_a_correction_counts_from_its_own_instant()
    {
        var bucket = new MirroredBucket(BucketKind.Tokens, Known, 0);
        bucket.Take(60, 0);
        Assert.False(bucket.HasRoom(0));
        bucket.Settle(5, 100);
        Assert.Equal(55, bucket.Level(100));
    }

    [Fact]
    public void A_difference_that_was_corrected_before_a_call_went_out_is_not_told_by_its_answer()
    {
        var bucket = new MirroredBucket(BucketKind.Requests, Known, 0);
        bucket.Observe(bucket.Take(1, 0), 49, null, 5, 0);
        var later = bucket.Take(1, 0);
        Assert.Equal(48, later.Level);
        bucket.Observe(later, 48, null, 6, 0);
        Assert.Equal(48, bucket.Level(0));
    }

    [Fact]
    public void Slices_shrink_to_one_mean_call_or_four_where_those_are_short()
    {
        var large = new MirroredBucket(BucketKind.Tokens, new BucketSettings { PerMinute = 6_000 }, 0);
        large.Take(100, 0);
        large.Take(300, 0);
        Assert.Equal([300, 150, 110, 110], Bursts(large, 4), Near);
        var small = new MirroredBucket(BucketKind.Tokens, new BucketSettings { PerMinute = 6_000 }, 0);
        small.Take(2, 0);
        Assert.Equal(8, Bursts(small, 9)[^1], 1e-9);
    }

    [Fact]
    public void A_refusal_while_blocked_empties_it_as_of_now()
    {
        var bucket = new MirroredBucket(BucketKind.Requests, Known, 0);
        bucket.Refused(12, 0);
        bucket.Refused(20, 5);
        Assert.Equal((0.0, 20.0), (bucket.Level(5), bucket.BlockedUntil));
    }

    [Fact]
    public void What_calls_really_took_counts_when_the_refill_is_measured()
    {
        var bucket = new MirroredBucket(BucketKind.Tokens, new BucketSettings(), 0);
        bucket.Observe(bucket.Take(10, 0), 1_000, 6_000, 0, 0);
        bucket.Settle(90, 1);
        bucket.Observe(bucket.Take(10, 10), 1_500, 6_000, 10, 10);
        Assert.Equal(0.995 * 60, bucket.Rate, 1e-9);
    }

    [Fact]
    public void An_answer_of_exactly_the_quantile_lowers_it_by_one_part()
    {
        var quantile = new OutputQuantile();
        quantile.Add(256);
        Assert.Equal(254.72, quantile.Value, 1e-9);
    }

    [Fact]
    public void Without_an_asked_maximum_what_answers_usually_take_is_reserved()
    {
        Assert.Equal(256, new TokenSettlement(TokenCharging.Actual).Reserve(new TokenCall(100, 0)).Output);
        Assert.Equal(512, new TokenSettlement(TokenCharging.Arrival).Reserve(new TokenCall(100, 0, Answers: 2)).Output);
        var tokens = new TokenSettlement(TokenCharging.Total);
        tokens.Settle(default, new TokenCost(0, 300), 2);
        Assert.Equal(254.72, tokens.Output90, 1e-9);
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-9;

    private static double[] Bursts(MirroredBucket bucket, int refusals) => [.. Enumerable.Range(0, refusals).Select(i =>
    {
        bucket.Refused(0, i * 10);
        return bucket.Burst;
    })];
}
