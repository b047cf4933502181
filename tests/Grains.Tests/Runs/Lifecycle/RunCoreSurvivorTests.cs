using Granary.Abstractions.Runs;

namespace Granary.Grains.Tests.Runs.Lifecycle;

/// <summary>Runs that want exactly as many good rows as they were asked for. Groups have two rows.</summary>
public sealed class RunCoreSurvivorTests
{
    [Fact]
    public void Dropped_rows_are_replaced_by_rows_of_fresh_indexes_at_the_rate_at_which_rows_survive()
    {
        var run = Run(rows: 4);
        run.Seal(0, rows: 1);
        Assert.Equal(RunState.Running, run.State);
        run.Seal(1, rows: 1);

        // Two missing, half survive: four more rows, two groups.
        Assert.Equal("persist open2:Go open3:Go", run.Asked);
        Assert.Equal((4, 2), (run.Core.Assignment("r", 2, RowGroupOrder.Go).FirstRow, run.Core.Assignment("r", 2, RowGroupOrder.Go).Rows));
    }

    [Fact]
    public void More_survivors_than_asked_for_are_surplus_and_not_in_the_result()
    {
        var run = Run(rows: 4);
        run.Seal(0, rows: 1);
        run.Seal(1, rows: 1);
        run.Seal(2);
        run.Seal(3, rows: 1);
        Assert.Equal("persist writemanifest assemble", run.Asked);
        run.Do(run.Core.Assembled(null, run.Now));

        Assert.Equal(("complete", new RunRows(4, 4, 3, 1, 0)), (run.Core.State.Outcome, View(run).Rows));
        Assert.Equal((4, 5), (run.Core.Manifest("r").ResultRows, run.Core.Manifest("r").Parts.Sum(part => part.Rows)));
    }

    [Fact]
    public void Run_that_tried_its_share_ends_short()
    {
        var run = Run(rows: 4, factor: 1.5);
        run.Seal(0, rows: 1);
        run.Seal(1, rows: 1);
        Assert.Equal("persist open2:Go", run.Asked);
        run.Seal(2, rows: 0);
        run.Do(run.Core.Assembled(null, run.Now));

        Assert.Equal(("short", 2), (run.Core.State.Outcome, run.Core.Manifest("r").ResultRows));
    }

    [Fact]
    public void Nothing_is_tried_when_every_row_survived_or_nobody_asked_for_survivors()
    {
        var all = Run(rows: 4);
        all.Seal(0);
        all.Seal(1);
        Assert.Equal(RunState.Completing, all.State);

        var without = RunCoreDriver.Fresh(rows: 4);
        without.Seal(0, rows: 1);
        without.Seal(1);
        without.Do(without.Core.Assembled(null, without.Now));
        Assert.Equal(("complete", new RunRows(4, 3, 1, 0, 0)), (without.Core.State.Outcome, View(without).Rows));
    }

    [Fact]
    public void Rows_that_never_survive_are_tried_twenty_times_the_missing_at_most()
    {
        var run = Run(rows: 2, factor: 100);
        run.Seal(0, rows: 0);

        Assert.Equal(1 + (2 * 20 / 2), View(run).Groups.Total);
    }

    [Fact]
    public void Replacements_live_on_in_a_new_activation_and_an_extension_follows_them()
    {
        var run = Run(rows: 4);
        run.Seal(0, rows: 1);
        run.Seal(1);
        var woken = run.Reactivated();
        Assert.Equal("persist open2:Go", woken.Asked);
        woken.Seal(2);
        woken.Do(woken.Core.Assembled(null, woken.Now));
        Assert.Equal(new RunRows(4, 4, 1, 1, 0), View(woken).Rows);

        woken.Do(woken.Core.Continue(new RunSubmission("acme", "json", []), woken.Shape, 6, woken.Now));
        Assert.Equal((6, 6), (View(woken).Rows.Asked, woken.Core.Assignment("r", 3, RowGroupOrder.Go).FirstRow));
    }

    private static RunCoreDriver Run(long rows, double factor = 3) => RunCoreDriver.Fresh(rows, shape: RunCoreDriver.NewShape(survivors: factor, rate: null));

    private static RunView View(RunCoreDriver run) => run.Core.View("r", static name => name, run.Now);
}
