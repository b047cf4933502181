using Granary.Admission.Ledgers;

namespace Granary.Admission.Tests.Ledgers;

public sealed class CreditBucketTests
{
    private readonly CreditBucket _bucket = new(whole: true);
    private readonly CreditBooking _agent = new();

    public CreditBucketTests()
    {
        _bucket.Configure(600, 0, double.PositiveInfinity, 0);
        _bucket.Claim(_agent, double.PositiveInfinity, 0);
    }

    [Fact]
    public void A_tenth_of_the_cap_is_the_burst_and_it_is_full_at_first() => Assert.Equal((60.0, 60.0, 9.95), (_bucket.Burst, _bucket.Level, Math.Round(_bucket.Rate, 9)));

    [Fact]
    public void Whole_credits_are_lent_as_far_as_there_are_some()
    {
        Assert.Equal(40, Lend(40));
        Assert.Equal(20, Lend(30));
        Assert.Equal(0, Lend(1));
        Assert.Equal((0.0, 60.0), (_bucket.Level, _bucket.Outstanding));
        Assert.Equal(1 / 9.95, _bucket.NextIn(0), 9);
    }

    [Fact]
    public void Nothing_is_refilled_while_level_and_outstanding_make_the_burst()
    {
        Lend(60);
        _bucket.Refill(100);
        Assert.Equal(0, _bucket.Level);
        _bucket.Claim(_agent, 60, 50);
        Assert.Equal(10, _bucket.Outstanding);
        _bucket.Refill(101);
        Assert.Equal(9.95, _bucket.Level, 9);
        _bucket.Refill(200);
        Assert.Equal(50, _bucket.Level, 9);
    }

    [Fact]
    public void What_is_returned_comes_back_and_what_is_spent_does_not()
    {
        Lend(40);
        _bucket.Claim(_agent, 25, 10);
        Assert.Equal((35.0, 15.0), (_bucket.Level, _bucket.Outstanding));
    }

    [Fact]
    public void What_expired_is_lost_and_a_late_report_of_its_spending_charges_nothing_again()
    {
        Lend(40);
        _bucket.Lose(_agent);
        Assert.Equal((20.0, 0.0), (_bucket.Level, _bucket.Outstanding));
        _bucket.Claim(_agent, 30, 30);
        Assert.Equal((20.0, 0.0), (_bucket.Level, _bucket.Outstanding));
    }

    [Fact]
    public void Spending_beyond_what_was_lent_is_a_debt()
    {
        Lend(10);
        _bucket.Claim(_agent, 10, 100);
        Assert.Equal(-40, _bucket.Level);
        Assert.Equal(0, Lend(5));
    }

    [Fact]
    public void Claims_of_an_agent_known_to_a_predecessor_count_as_out()
    {
        var other = new CreditBooking();
        _bucket.Claim(other, 120, 100);
        Assert.Equal((20.0, 40.0), (_bucket.Outstanding, _bucket.Level));
    }

    [Fact]
    public void The_providers_own_remaining_counts_where_it_is_lower()
    {
        Lend(10);
        _bucket.Lower(30);
        Assert.Equal(20, _bucket.Level);
        _bucket.Lower(500);
        Assert.Equal(20, _bucket.Level);
        _bucket.Empty();
        Assert.Equal(0, _bucket.Level);
    }

    private double Lend(double wanted)
    {
        var lent = _bucket.Lend(wanted);
        _agent.Outstanding += lent;
        return lent;
    }
}
