using Granary.Grains.Jobs;
using Granary.Grains.Jobs.Running;

namespace Granary.Grains.Tests.Jobs;

public sealed class JobLineTests
{
    [Fact]
    public void Tenants_take_turns_each_in_its_own_order()
    {
        var line = new JobLine();
        foreach (var (id, tenant) in new[] { ("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b"), ("b2", "b"), ("c1", "c") })
        {
            line.Add(new JobTurn(id, tenant, "p", null));
        }

        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "a3"], Drain(line));
        Assert.Null(line.Take());
        Assert.Equal(0, line.Count);
    }

    [Fact]
    public void Tenant_that_comes_back_goes_to_the_end_of_the_round()
    {
        var line = new JobLine();
        line.Add(new JobTurn("a1", "a", "p", null));
        line.Add(new JobTurn("b1", "b", "p", null));
        line.Add(new JobTurn("b2", "b", "p", null));
        Assert.Equal("a1", line.Take()!.JobId);
        line.Add(new JobTurn("a2", "a", "p", null));
        Assert.Equal(["b1", "a2", "b2"], Drain(line));
    }

    [Fact]
    public void Index_of_a_job_is_one_of_sixteen_and_all_are_used()
    {
        var used = Enumerable.Range(0, 2000).Select(i => JobShards.Of($"job_{i:000000}")).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(JobShards.Keys.ToHashSet(StringComparer.Ordinal), used);
        Assert.Equal("6", JobShards.Of("job_01JABCDEFGHJKMNPQRSTVWXYZ0"));
    }

    private static List<string> Drain(JobLine line)
    {
        List<string> taken = [];
        while (line.Take() is { } turn)
        {
            taken.Add(turn.JobId);
        }

        return taken;
    }
}
