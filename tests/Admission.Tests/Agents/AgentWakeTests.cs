using static Granary.Admission.Tests.Agents.AgentRig;

namespace Granary.Admission.Tests.Agents;

/// <summary>What the shell may rely on to leave its timer alone.</summary>
public sealed class AgentWakeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_quick_command_brings_no_wake_nearer_than_the_first_expiry(int seed)
    {
        var chance = new Random(seed);
        var rig = new AgentRig(cap: 8);
        var held = new List<RequestLease> { rig.Take() };
        var quick = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var armed = rig.Agent.NextWake(rig.Now);
            if (held.Count > 0 && chance.Next(2) == 0)
            {
                var at = chance.Next(held.Count);
                var lease = held[at];
                held.RemoveAt(at);
                rig.Agent.Release(lease, Report(chance), rig.Now, rig.Effects);
            }
            else if (rig.Agent.Acquire(Ask(maxWait: chance.Next(2) * 3), rig.Now, rig.Effects) is { Granted: true } decision)
            {
                held.Add(decision.Lease);
            }

            if (rig.Agent.Quick)
            {
                quick++;
                Assert.InRange(rig.Agent.NextWake(rig.Now), Math.Min(armed, rig.Agent.NoneExpiresBefore), double.PositiveInfinity);
            }

            var granted = rig.Served.Count;
            rig.Settle();
            rig.At(rig.Now + (chance.NextDouble() * 0.05));
            held.AddRange(rig.Served.Skip(granted).Select(static s => s.Lease));
            if (chance.Next(500) == 0)
            {
                rig.At(rig.Now + (chance.NextDouble() * 100));
            }
        }

        Assert.InRange(quick, 1_000, 20_000);
    }

    [Fact]
    public void Commands_of_the_usual_kind_are_quick_and_others_are_not()
    {
        var rig = new AgentRig(cap: 8);
        rig.At(2);
        rig.Give(rig.Take());
        var lease = rig.Agent.Acquire(Ask(), rig.Now, rig.Effects).Lease;
        Assert.True(rig.Agent.Quick);
        Assert.Equal(rig.Now + 60, rig.Agent.NoneExpiresBefore);
        rig.Agent.Release(lease, ReleaseReport.Succeeded(TimeSpan.FromSeconds(1)), rig.Now, rig.Effects);
        Assert.True(rig.Agent.Quick);
        Assert.True(rig.Effects.Changed(Domain.Chat));
        rig.Agent.Release(lease, ReleaseReport.Succeeded(TimeSpan.FromSeconds(1)), rig.Now, rig.Effects);
        Assert.False(rig.Agent.Quick);
        lease = rig.Agent.Acquire(Ask(), rig.Now, rig.Effects).Lease;
        rig.Agent.Release(lease, ReleaseReport.RateLimited(TimeSpan.FromSeconds(1)), rig.Now, rig.Effects);
        Assert.False(rig.Agent.Quick);
        rig.Agent.Acquire(Ask(), rig.Now, rig.Effects);
        Assert.False(rig.Agent.Quick);
    }

    private static ReleaseReport Report(Random chance) => chance.Next(40) switch
    {
        0 => ReleaseReport.RateLimited(TimeSpan.FromSeconds(chance.Next(3))),
        1 => ReleaseReport.Cancelled,
        2 => new ReleaseReport(ReleaseOutcome.ProviderFailure, ServerFault: true),
        3 => new ReleaseReport(ReleaseOutcome.Success, Cause: AnswerCause.Accepted),
        _ => ReleaseReport.Succeeded(TimeSpan.FromMilliseconds(100)),
    };
}
