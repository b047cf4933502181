using Granary.Admission.Agents;
using Granary.Admission.Explanations;
using static Granary.Admission.Tests.Agents.AgentRig;

namespace Granary.Admission.Tests.Agents;

/// <summary>Explanations come from the rules that decide.</summary>
public sealed class ExplainTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void What_is_called_free_the_next_acquire_gets_and_what_is_called_blocked_it_does_not(int seed)
    {
        var random = new Random(seed);
        var rig = new AgentRig(cap: 4);
        var free = 0;
        for (var step = 0; step < 600; step++)
        {
            rig.At(rig.Now + (random.NextDouble() * 0.4));
            var request = Ask((Band)random.Next(3), "t" + random.Next(3), maxWait: random.Next(4) == 0 ? 0 : 20);
            var explained = rig.Agent.Explain(Domain.Chat, request.Tenant, request.Band, rig.Now, rig.Effects)!;
            var decision = rig.Agent.Acquire(request, rig.Now, rig.Effects);
            Assert.Equal(explained.State == WaitState.Free, decision.Granted);
            Assert.Equal(explained.State == WaitState.Free, explained.WaitingFor.IsEmpty);
            if (decision.Denial is { } denial)
            {
                Assert.Equal((denial.BlockedBy, denial.Binding), (explained.WaitingFor[0].Reason, explained.WaitingFor[0].Binding));
            }

            rig.Settle();
            if (decision.Granted)
            {
                free++;
                rig.Granted.Add(decision.Lease);
            }

            for (var i = random.Next(3); i > 0 && rig.Granted.Count > 0; i--)
            {
                var lease = rig.Granted[random.Next(rig.Granted.Count)];
                rig.Granted.Remove(lease);
                rig.Give(lease, random.Next(12) == 0 ? ReleaseReport.RateLimited(TimeSpan.FromSeconds(1)) : null);
            }
        }

        Assert.InRange(free, 10, 590);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Position_is_how_many_are_served_first(int seed)
    {
        var random = new Random(seed);
        var rig = new AgentRig(cap: 1, settings: new AgentSettings { AgingBound = 1e9 });
        foreach (var tenant in Enumerable.Range(0, 5))
        {
            rig.Agent.SetPolicy("t" + tenant, new TenantPolicy(tenant + 1));
        }

        rig.Take(Ask(tenant: "t0"));
        var waiters = new List<Waiter>();
        for (var i = 0; i < 60; i++)
        {
            waiters.Add(rig.Acquire(Ask((Band)random.Next(3), "t" + random.Next(5), "f" + random.Next(3), deadline: random.Next(2) == 0 ? random.Next(50, 500) : null)).Waiter!);
            if (i % 10 == 9)
            {
                rig.Give(rig.Granted[^1]);
            }
        }

        waiters.RemoveAll(w => rig.LeaseOf(w) is not null);
        var expected = waiters.ToDictionary(static w => w, w => rig.Agent.Explain(w, rig.Now, rig.Effects)!.Position);
        var served = 0;
        while (rig.Agent.Waiters > 0)
        {
            rig.Give(rig.Granted[^1]);
            Assert.Equal(served++, expected[rig.Served[^1].Waiter]);
        }

        Assert.Equal(waiters.Count, served);
    }

    [Fact]
    public void A_block_is_explained_exactly_with_its_beginning_and_its_end()
    {
        var rig = new AgentRig(cap: 4);
        var lease = rig.Take();
        rig.At(3);
        rig.Give(lease, ReleaseReport.RateLimited(TimeSpan.FromSeconds(30)));
        rig.At(5);
        var explained = rig.Agent.Explain(Domain.Chat, "t", Band.Interactive, rig.Now, rig.Effects)!;
        var layer = explained.WaitingFor[0];
        Assert.Equal((WaitState.Blocked, "cooldown", DenialReason.Cooldown), (explained.State, layer.Layer, layer.Reason));
        Assert.Equal((3.0, 33.0, EarliestBasis.Exact), (layer.Since!.Value, layer.Earliest!.Value, layer.Basis));
        Assert.Equal("p/m/Chat is blocked for another 28 s after a rate limit; exactly until 33 s", explained.Verdict);
        var denial = rig.Agent.TryAcquire(Ask(), rig.Now, rig.Effects).Denial!;
        Assert.Equal((TimeSpan.FromSeconds(28), TimeSpan.FromSeconds(2)), (denial.RetryAfter!.Value, denial.Since!.Value));
        Assert.Null(rig.Agent.Explain(Domain.Image, "t", Band.Bulk, rig.Now, rig.Effects));
    }

    [Fact]
    public void A_wait_for_a_permit_names_the_number_since_when_who_is_ahead_and_about_how_long()
    {
        var rig = new AgentRig(cap: 2);
        rig.Agent.SetPolicy("big", new TenantPolicy(3));
        var leases = new[] { rig.Take(Ask(tenant: "big")), rig.Take(Ask(tenant: "x")) };
        for (var i = 0; i < 6; i++)
        {
            rig.Give(leases[0], ReleaseReport.Succeeded(TimeSpan.FromSeconds(4 + i)));
            leases[0] = rig.Take(Ask(tenant: "big"));
        }

        rig.At(10);
        rig.Acquire(Ask(Band.Interactive, "x"));
        rig.At(11);
        for (var i = 0; i < 5; i++)
        {
            rig.Acquire(Ask(tenant: "big"));
        }

        var waiter = rig.Acquire(Ask(tenant: "x", maxWait: 60)).Waiter!;
        rig.At(12);
        var explained = rig.Agent.Explain(waiter, rig.Now, rig.Effects)!;
        var layer = explained.WaitingFor[0];
        Assert.Equal((WaitState.Waiting, 11.0, 71.0), (explained.State, explained.WaitingSince!.Value, explained.Deadline!.Value));
        Assert.Equal(("request_permit", DenialBinding.Cap, 2, 2, 10.0), (layer.Layer, layer.Binding, layer.Used, layer.Bound, layer.Since!.Value));
        Assert.Equal(EarliestBasis.Estimate, layer.Basis);

        // One interactive; of big (weight 3) three turns come before the second of x, which had its first at the start.
        Assert.Equal([new WaitersAhead(Band.Interactive, "x", 1, 1, 1), new WaitersAhead(Band.Bulk, "big", 3, 1, 3)], explained.Ahead);
        Assert.Equal((4, TimeSpan.FromSeconds(5 * 6.5 / 2)), (explained.Position, explained.Estimate!.Value));
        Assert.Equal("queue_order", explained.WaitingFor[1].Layer);
        Assert.Equal("2 of 2 permits of p/m/Chat are in use, bound by the cap; about 16.3 s, 4 ahead", explained.Verdict);
        rig.Agent.Cancel(waiter, rig.Now, rig.Effects);
        Assert.Null(rig.Agent.Explain(waiter, rig.Now, rig.Effects));
    }

    [Fact]
    public void The_largest_32_ahead_are_named_and_the_rest_is_one()
    {
        var rig = new AgentRig(cap: 1);
        rig.Take();
        for (var tenant = 0; tenant < 40; tenant++)
        {
            for (var i = 0; i <= tenant; i++)
            {
                rig.Acquire(Ask(Band.Interactive, $"t{tenant:00}"));
            }
        }

        var explained = rig.Agent.Explain(Domain.Chat, "new", Band.Bulk, rig.Now, rig.Effects)!;
        Assert.Equal((820, 33), (explained.Position, explained.Ahead.Length));
        Assert.Equal(new WaitersAhead(Band.Interactive, "t39", 40, 0, 1), explained.Ahead[0]);
        Assert.Equal(new WaitersAhead(Band.Interactive, "", 36, 0, 0), explained.Ahead[32]);
    }

    [Theory]
    [InlineData(0.0, 1.0, 9, 2.5, false, 3)]
    [InlineData(0.0, 1.0, 9, 2.0, false, 2)]
    [InlineData(0.0, 1.0, 9, 2.0, true, 3)]
    [InlineData(0.0, 1.0, 2, 2.5, true, 2)]
    [InlineData(3.0, 1.0, 9, 2.0, true, 0)]
    [InlineData(0.0, 0.25, 99, 1.0, false, 4)]
    public void Turns_before_a_tag(double tag, double step, int waiting, double other, bool earlier, int count) =>
        Assert.Equal(count, TurnsAhead.Before(tag, step, waiting, other, earlier));

    [Fact]
    public void Service_times_count_the_last_minute_and_need_five()
    {
        var times = new ServiceTimes();
        for (var i = 0; i < 4; i++)
        {
            times.Add(i + 1, i);
        }

        Assert.Null(times.Median(4));
        times.Add(10, 4);
        Assert.Equal(3, times.Median(4));
        times.Add(11, 5);
        Assert.Equal(3.5, times.Median(5));
        Assert.Equal(4, times.Median(61));
        Assert.Null(times.Median(62));
        for (var i = 0; i < 64; i++)
        {
            times.Add(7, 70);
        }

        Assert.Equal(7, times.Median(70));
    }
}
