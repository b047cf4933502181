using Granary.Admission.Buckets;

namespace Granary.Admission.Tests.Buckets;

/// <summary>The worked example of docs/algorithms/buckets.md.</summary>
public sealed class LearnedRateTests
{
    [Fact]
    public void What_is_only_suspected_is_not_learned_from_next_to_nothing_and_left_behind_within_a_minute()
    {
        var few = new LearnedRate(0.0046, 0);
        few.Accept(1, 4);
        few.Suspect(2, 5);
        Assert.False(few.InForce);
        Assert.Equal(7, few.BlockedUntil);

        var rate = new LearnedRate(0.0046, 0);
        rate.Accept(9, 5);
        rate.Suspect(0, 10);
        Assert.Equal(0.95 * 0.5, rate.Rate, 1e-9);

        // By itself it would be quiet for 0.5 / (0.0046 × 0.475) = 229 s.
        rate.Accept(69);
        Assert.Equal(0.475, rate.Rate, 1e-9);
        rate.Accept(70);
        Assert.Equal(0.475 * 1.01, rate.Rate, 1e-9);
    }

    [Fact]
    public void A_suspicion_lowers_a_rate_by_half_at_most_when_little_was_accepted()
    {
        var rate = new LearnedRate(0.0046, 0);
        rate.Accept(9, 100);
        rate.Refuse(0, 10);
        Assert.Equal(9.5, rate.Rate, 1e-9);
        rate.Suspect(0, 60);
        Assert.Equal(4.75, rate.Rate, 1e-9);
    }

    [Fact]
    public void First_refusal_takes_a_little_less_than_what_was_accepted()
    {
        var rate = new LearnedRate(0.0046, 0);
        Assert.True(rate.HasRoom(0));
        for (var i = 1; i <= 200; i++)
        {
            rate.Accept(i * 0.1);
        }

        rate.Refuse(0, 20);
        Assert.Equal(0.95 * 9.6, rate.Rate, 0.11);
        Assert.False(rate.HasRoom(20));
        Assert.Equal(20 + (1 / rate.Rate), rate.RoomAt(20), 1e-9);
    }

    [Fact]
    public void Later_refusals_lower_it_and_block_at_most_five_seconds()
    {
        var rate = Learned();
        var before = rate.Rate;
        rate.Refuse(60, 10);
        Assert.Equal(15, rate.BlockedUntil);
        Assert.True(rate.Rate <= 0.98 * before);
        Assert.False(rate.HasRoom(14.9));
    }

    [Fact]
    public void Quiet_for_half_a_probe_and_then_faster_every_second()
    {
        var rate = Learned();
        var quiet = 0.5 / (0.0046 * rate.Rate);
        var start = rate.Rate;
        var now = 10 + quiet - 0.01;
        rate.Accept(now);
        Assert.Equal(start, rate.Rate);
        rate.Accept(now += 0.02);
        Assert.Equal(start * 1.01, rate.Rate, 1e-9);
        rate.Accept(now + 0.5);
        Assert.Equal(start * 1.01, rate.Rate, 1e-9);
        rate.Accept(now + 1.001);
        Assert.Equal(start * 1.01 * 1.015, rate.Rate, 1e-9);
        rate.Accept(now + 2.002);
        Assert.Equal(start * 1.01 * 1.015 * 1.0225, rate.Rate, 1e-9);
    }

    [Fact]
    public void Burst_is_a_fifth_of_a_second_between_one_and_four()
    {
        var rate = new LearnedRate(0.0046, 0);
        rate.Restore(2, 0);
        Assert.Equal(1, rate.Burst);
        rate.Restore(10, 0);
        Assert.Equal(2, rate.Burst);
        rate.Restore(1000, 0);
        Assert.Equal(4, rate.Burst);
    }

    [Fact]
    public void A_rate_that_is_not_half_used_for_a_minute_is_dropped()
    {
        var rate = new LearnedRate(0.0046, 0);
        rate.Restore(10, 0);
        for (var now = 11.0; now < 71; now++)
        {
            rate.Accept(now);
            Assert.True(rate.InForce);
        }

        rate.Accept(71.5);
        Assert.False(rate.InForce);
    }

    private static LearnedRate Learned()
    {
        var rate = new LearnedRate(0.0046, 0);
        for (var i = 0; i < 80; i++)
        {
            rate.Accept(i * 0.125);
        }

        rate.Refuse(0, 10);
        return rate;
    }
}
