using Granary.Admission;
using Granary.Scheduling.Queueing;
using Granary.Scheduling.Resources;
using Granary.Scheduling.Tasks;
using Granary.Scheduling.Tests.Support;

namespace Granary.Scheduling.Tests.Queueing;

public sealed class BandsAndTenantsTests
{
    private readonly FairTaskQueue _queue = new(ResourceTable.Unbounded());

    [Fact]
    public void Urgent_band_goes_first()
    {
        Enqueue(Group("bulk", "t", Band.Bulk), 2, now: 0);
        Enqueue(Group("std", "t", Band.Standard), 2, now: 0);
        Enqueue(Group("now", "t", Band.Interactive), 2, now: 0);

        Assert.Equal("now now std std bulk bulk", Serve(6, now: 0));
    }

    [Fact]
    public void Band_that_waited_four_fifths_of_the_aging_bound_goes_first_once()
    {
        Enqueue(Group("now", "t", Band.Interactive), 9, now: 0);
        Enqueue(Group("bulk", "t", Band.Bulk), 3, now: 0);
        Assert.Equal("now", Serve(1, now: 0));
        Assert.Equal("now", Serve(1, now: 3.99));

        Assert.Equal("bulk now now", Serve(3, now: 4));
        Assert.Equal("now", Serve(1, now: 7.99));
        Assert.Equal("bulk", Serve(1, now: 8));
    }

    [Fact]
    public void Of_several_overdue_bands_the_one_that_waited_longest_goes_first()
    {
        Enqueue(Group("now", "t", Band.Interactive), 3, now: 9);
        Enqueue(Group("std", "t", Band.Standard), 3, now: 1);
        Enqueue(Group("bulk", "t", Band.Bulk), 3, now: 0);

        Assert.Equal("bulk std now now", Serve(4, now: 10));
    }

    [Fact]
    public void Band_that_emptied_waits_anew_from_when_it_has_work_again()
    {
        Enqueue(Group("now", "t", Band.Interactive), 9, now: 3);
        Enqueue(Group("bulk", "t", Band.Bulk), 1, now: 0);
        Assert.Equal("bulk", Serve(1, now: 5));
        Enqueue(Group("bulk", "t", Band.Bulk), 1, now: 100, from: 5);

        // The interactive band itself is overdue by now; either way it is first.
        Assert.Equal("now now", Serve(2, now: 100));
        Assert.Equal("now", Serve(1, now: 103.9));
        Assert.Equal("bulk", Serve(1, now: 104));
    }

    [Fact]
    public void Overdue_band_whose_heads_are_refused_holds_nobody_up()
    {
        Enqueue(Group("now", "t", Band.Interactive), 1, now: 8);
        Enqueue(Group("bulk", "t", Band.Bulk), 1, now: 0);

        Assert.True(_queue.SelectNext(10, (task, _) => Work.Name(task) == "now", out var selection));
        Assert.Equal("now", Work.Name(selection.Task));
    }

    [Fact]
    public void Tenants_take_turns_by_weight_however_many_groups_they_have()
    {
        Enqueue(Group("a1", "a"), 9, now: 0);
        Enqueue(Group("a2", "a"), 9, now: 0);
        Enqueue(Group("a3", "a"), 9, now: 0);
        Enqueue(Group("b", "b", weight: 2), 9, now: 0);

        Assert.Equal("a1 b b a2 b b a3 b b", Serve(9, now: 0));
    }

    [Fact]
    public void Tenant_with_nothing_that_may_run_is_passed_over_and_goes_first_once_when_it_may()
    {
        Enqueue(Group("a", "a"), 2, now: 0);
        Enqueue(Group("b", "b"), 4, now: 0);
        var open = false;
        string Next()
        {
            Assert.True(_queue.SelectNext(0, (task, _) => open || Work.Name(task) == "b", out var selection));
            Assert.True(_queue.Commit(selection, 0));
            return Work.Name(selection.Task);
        }

        Assert.Equal("b", Next());
        Assert.Equal("b", Next());
        open = true;

        // Its tag stood still, so it is next; but time has gone on, so it makes up for one turn only.
        Assert.Equal("a", Next());
        Assert.Equal("b", Next());
        Assert.Equal("a", Next());
    }

    [Fact]
    public void Runs_of_one_tenant_share_its_turns_as_groups_do()
    {
        Enqueue(Group("x", "a", run: "r1"), 4, now: 0);
        Enqueue(Group("y", "a", run: "r2"), 4, now: 0);
        Enqueue(Group("z", "b", run: "r3"), 4, now: 0);

        Assert.Equal("x z y z x z y z", Serve(8, now: 0));
    }

    private static TaskDeclaration Group(string name, string tenant, Band band = Band.Bulk, int weight = 1, string? run = null) =>
        Work.Group(name, run: Work.Run(run ?? $"{tenant}-{band}", tenant, weight, band));

    private void Enqueue(TaskDeclaration group, int count, double now, long from = 0) => _queue.Enqueue(Work.Tasks(group, count, from), now);

    private string Serve(int count, double now)
    {
        var served = new List<string>();
        for (; count > 0; count--)
        {
            Assert.True(_queue.SelectNext(now, (_, _) => true, out var selection));
            Assert.True(_queue.Commit(selection, now));
            served.Add(Work.Name(selection.Task));
        }

        return string.Join(' ', served);
    }
}
