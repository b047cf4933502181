using Granary.Scheduling.RowGroups;

namespace Granary.Scheduling.Tests.RowGroups;

public sealed class RowGroupWindowTests
{
    [Fact]
    public void At_most_the_window_is_open_and_sealing_gives_a_place()
    {
        var window = new RowGroupWindow(new RowGroupPlan(5, 1), 3);

        Assert.Equal([0L, 1L, 2L], OpenAll(window));
        window.Seal(1);
        Assert.Equal([3L], OpenAll(window));
        Assert.Equal([0L, 2L, 3L], window.Open);
        window.Seal(0);
        window.Seal(2);
        window.Seal(3);
        Assert.Equal([4L], OpenAll(window));
        Assert.False(window.IsFinished);
        window.Seal(4);
        Assert.True(window.IsFinished);
    }

    [Fact]
    public void Groups_found_sealed_on_resume_are_never_opened()
    {
        var window = new RowGroupWindow(new RowGroupPlan(6, 1), 2);
        foreach (var number in new long[] { 4, 0, 2, 2, 0 })
        {
            window.Seal(number);
        }

        Assert.Equal(3, window.Sealed);
        Assert.Equal([1L, 3L], OpenAll(window));
        window.Seal(1);
        window.Seal(1);
        Assert.Equal([5L], OpenAll(window));
        window.Seal(3);
        window.Seal(5);
        Assert.True(window.IsFinished);
    }

    [Fact]
    public void Held_window_opens_nothing()
    {
        var window = new RowGroupWindow(new RowGroupPlan(3, 1), 3) { Held = true };
        Assert.Empty(OpenAll(window));

        window.Held = false;
        Assert.Equal([0L, 1L, 2L], OpenAll(window));
    }

    [Fact]
    public void Run_without_rows_is_finished() => Assert.True(new RowGroupWindow(new RowGroupPlan(0, 5), 1).IsFinished);

    [Fact]
    public void Million_groups_sealed_in_order_keep_nothing()
    {
        var window = new RowGroupWindow(new RowGroupPlan(1_000_000, 1), 3);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 0L; number < 1_000_000; number++)
        {
            window.Seal(number);
        }

        Assert.True(window.IsFinished);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private static List<long> OpenAll(RowGroupWindow window)
    {
        var opened = new List<long>();
        while (window.TryOpen(out var group))
        {
            opened.Add(group.Number);
        }

        return opened;
    }
}
