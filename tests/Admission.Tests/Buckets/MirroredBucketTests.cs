using Granary.Admission.Buckets;

namespace Granary.Admission.Tests.Buckets;

/// <summary>The worked examples of docs/algorithms/buckets.md.</summary>
public sealed class MirroredBucketTests
{
    private static readonly BucketSettings Known = new() { PerMinute = 600 };

    [Fact]
    public void A_known_rate_is_used_a_little_below_and_starts_with_a_tenth_of_a_minute()
    {
        var bucket = new MirroredBucket(BucketKind.Requests, Known, 0);
        Assert.Equal((9.95, 60.0, 60.0), (bucket.Rate, bucket.Burst, bucket.Level(0)));
    }

    [Fact]
    public void Requests_need_a_whole_unit_and_come_back_at_the_rate()
    {
        var bucket = new MirroredBucket(BucketKind.Requests, Known with { Burst = 2 }, 0);
        Assert.Equal(1, bucket.Take(1, 0).Level);
        Assert.Equal(0, bucket.Take(1, 0).Level);
        Assert.Equal(1 / 9.95, bucket.RoomAt(0), 1e-9);
        Assert.False(bucket.HasRoom(0.1));
        Assert.True(bucket.HasRoom(0.1006));
        Assert.Equal(2, bucket.Level(100));
    }

    [Fact]
    public void Tokens_need_something_left_and_may_go_below_zero()
    {
        var bucket = new MirroredBucket(BucketKind.Tokens, Known, 0);
        Assert.Equal(-940, bucket.Take(1000, 0).Level);
        Assert.Equal(940 / 9.95, bucket.RoomAt(0), 1e-6);
        Assert.False(bucket.HasRoom(1));
        Assert.True(bucket.HasRoom(94.5));
    }

    [Fact]
    public void Less_left_than_thought_lowers_at_once_and_once()
    {
        var bucket = new MirroredBucket(BucketKind.Requests, Known, 0);
        var first = bucket.Take(1, 0);
        var second = bucket.Take(1, 0);
        Assert.Equal((59.0, 58.0), (first.Level, second.Level));
        bucket.Observe(first, 49, null, 5, 0);
        Assert.Equal(48, bucket.Level(0));

        // The second answer tells the same ten that are missing.
        bucket.Observe(second, 48, null, 4, 0);
        Assert.Equal(48, bucket.Level(0));
    }

    [Fact]
    public void More_left_than_thought_raises_only_by_the_newest_answer()
    {
        var bucket = new MirroredBucket(BucketKind.Requests, Known, 0);
        var marks = Enumerable.Range(0, 20).Select(_ => bucket.Take(1, 0)).ToList();
        bucket.Observe(marks[19], 40, null, 10, 0);
        bucket.Observe(marks[0], 64, null, 9, 0);
        Assert.Equal(40, bucket.Level(0));
        bucket.Observe(marks[1], 63, null, 10, 0);
        Assert.Equal(45, bucket.Level(0));
        bucket.Observe(marks[2], 162, null, 11, 0);
        Assert.Equal(60, bucket.Level(0));
    }

    [Fact]
    public void Refused_with_room_left_means_slices_and_refused_without_means_empty()
    {
        var bucket = new MirroredBucket(BucketKind.Requests, Known, 0);
        bucket.Refused(0, 0);
        Assert.Equal((30.0, 0.0), (bucket.Burst, bucket.Level(0)));
        bucket.Refused(12, 0);
        Assert.Equal((30.0, 12.0), (bucket.Burst, bucket.BlockedUntil));
        Assert.False(bucket.HasRoom(11));
        Assert.True(bucket.HasRoom(12));
        foreach (var now in new[] { 20.0, 30, 40, 50, 60 })
        {
            bucket.Refused(0, now);
        }

        Assert.Equal(1.99, bucket.Burst, 1e-9);
    }

    [Fact]
    public void A_limit_nobody_configured_is_a_first_guess_and_measured_refill_corrects_it()
    {
        var bucket = new MirroredBucket(BucketKind.Requests, new BucketSettings(), 0);
        Assert.True(bucket.HasRoom(0));
        bucket.Observe(bucket.Take(1, 0), 100, 600, 0, 0);
        Assert.Equal((9.95, 60.0), (bucket.Rate, bucket.Burst));

        // 10 s later 150 are left though 10 were spent: it refills 6 a second.
        for (var i = 0; i < 9; i++)
        {
            bucket.Take(1, 9.5);
        }

        bucket.Observe(bucket.Take(1, 10), 150, 600, 10, 10);
        Assert.Equal(0.995 * 6, bucket.Rate, 1e-9);
        Assert.Equal(36, bucket.Burst, 1e-9);
    }

    [Fact]
    public void A_refill_that_differs_little_changes_nothing()
    {
        var bucket = new MirroredBucket(BucketKind.Requests, new BucketSettings(), 0);
        bucket.Observe(bucket.Take(1, 0), 100, 600, 0, 0);
        bucket.Observe(bucket.Take(1, 10), 100 + 81 - 1, 600, 10, 10);
        Assert.Equal(9.95, bucket.Rate);
    }

    [Fact]
    public void Settling_moves_the_level_both_ways()
    {
        var bucket = new MirroredBucket(BucketKind.Tokens, Known, 0);
        bucket.Take(50, 0);
        bucket.Settle(20, 0);
        Assert.Equal(-10, bucket.Level(0));
        bucket.Settle(-100, 0);
        Assert.Equal(60, bucket.Level(0));
    }
}
