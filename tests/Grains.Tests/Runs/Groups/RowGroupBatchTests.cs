using System.Collections.Immutable;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Cells;
using Granary.Grains.Runs.Groups;
using Granary.Grains.Steps;

namespace Granary.Grains.Tests.Runs.Groups;

/// <summary>Columns that are made for a row group at once: id (local) → m (a model) → b (batch) → d (a model that needs b).</summary>
public sealed class RowGroupBatchTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Batch_waits_for_every_live_row_and_is_one_task_and_one_record()
    {
        var core = Started(Chain(), 3);
        var cells = core.TakeTasks();
        Make(core, cells[0], cells[1]);
        Assert.Empty(core.TakeTasks());
        Make(core, cells[2]);
        var batch = Assert.Single(core.TakeTasks());
        Assert.Equal((true, "b", 1), (batch.IsBatch, batch.Column.Name, core.Dispatched));
        Assert.Equal([0L, 1L, 2L], batch.Input.Batch.Select(static row => row.Row));
        Assert.Equal("m", batch.Input.Batch[1].Values["m"].GetString());

        var made = Assert.IsType<BatchMade>(Assert.Single(core.JudgeAll(Done(batch, "[10,11,12]"), _now)));
        Apply(core, made);
        Assert.Equal([0, 1, 2], core.TakeTasks().Select(static task => task.Row));
        Assert.Equal(11, core.RowSoFar(1)!["b"].GetInt32());
        Assert.Equal(3, core.Totals(static _ => 0).Columns[2].Done);
    }

    [Fact]
    public void Dropped_row_is_no_part_of_it_before_it_starts_and_thrown_away_after()
    {
        var core = Started(Chain(), 4);
        var cells = core.TakeTasks();
        ApplyAll(core, core.JudgeAll(new CellResult(cells[3], StepOutcome.Failed(StepFailure.Permanent("x", "no"))), _now));
        Make(core, cells[0], cells[1], cells[2]);
        var batch = Assert.Single(core.TakeTasks());
        Assert.Equal([0, 1, 2], batch.Rows);

        Apply(core, new RowDropped(1, -1, "early_shutdown", "", "", 0, _now, default));
        Assert.True(core.TakeWithdrawn());
        Assert.True(core.IsStale(batch));
        core.Returned([batch]);
        batch = Assert.Single(core.TakeTasks());
        Assert.Equal([0, 2], batch.Rows);

        Apply(core, new RowDropped(2, -1, "early_shutdown", "", "", 0, _now, default));
        ApplyAll(core, core.JudgeAll(Done(batch, "[10,12]"), _now));
        Assert.Equal(0, Assert.Single(core.TakeTasks()).Row);
        Assert.Equal(10, core.RowSoFar(0)!["b"].GetInt32());
    }

    [Fact]
    public void Rows_that_a_batch_loses_are_dropped_and_the_others_have_their_values()
    {
        var core = Batched(3, out var batch);
        var lost = StepFailure.Permanent("validation", "no");
        var entries = core.JudgeAll(new CellResult(batch, StepOutcome.Of(TestStep.Json("[1,2,3]")) with { RowFailures = [null, lost, null] }), _now);
        Assert.Equal(["RowDropped", "BatchMade"], entries.Select(static entry => entry.GetType().Name));
        ApplyAll(core, entries);
        Assert.Equal((1, "validation"), (Assert.Single(core.Dropped).Row, Assert.Single(core.Dropped).Reason));
        Assert.Equal((1, 3), (core.RowSoFar(0)!["b"].GetInt32(), core.RowSoFar(2)!["b"].GetInt32()));
        Assert.Equal([0, 2], core.TakeTasks().Select(static task => task.Row));
        Assert.Empty(core.Outcomes.Read().Outcomes.Where(static outcome => outcome == 0));

        var all = Batched(2, out batch);
        ApplyAll(all, all.JudgeAll(new CellResult(batch, StepOutcome.Of(TestStep.Json("[1,2]")) with { RowFailures = [lost, lost] }), _now));
        Assert.Equal((true, 2), (all.IsComplete, all.Dropped.Count));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("[1,2,3]")]
    [InlineData("7")]
    public void Wrong_count_fails_the_whole_group(string answer)
    {
        var core = Batched(2, out var batch);
        var drops = core.JudgeAll(Done(batch, answer), _now);
        Assert.Equal(["batch_size_mismatch", "batch_size_mismatch"], drops.Cast<RowDropped>().Select(static drop => drop.Kind));
        ApplyAll(core, drops);
        Assert.True(core.IsComplete);
        Assert.Equal((0, 2), (core.RowsDone, core.Dropped.Count));
    }

    [Fact]
    public void Retryable_failure_is_tried_again_when_the_group_stalls_and_drops_the_group_in_the_end()
    {
        var core = Batched(2, out var batch);
        for (var round = 1; round <= 2; round++)
        {
            ApplyAll(core, core.JudgeAll(new CellResult(batch, Retryable()), _now));
            Assert.True(core.HasDeferred(2));
            Assert.Empty(core.Salvage(_now));
            batch = Assert.Single(core.TakeTasks());
            Assert.Equal(round + 1, batch.Attempt);
            Assert.Equal([0, 1], batch.Rows);
        }

        var drops = core.JudgeAll(new CellResult(batch, Retryable()), _now);
        Assert.Equal(2, drops.Count);
        ApplyAll(core, drops);
        Assert.True(core.IsComplete);
    }

    [Fact]
    public void Cancelled_batch_is_ready_again()
    {
        var core = Batched(2, out var batch);
        Assert.Empty(core.JudgeAll(new CellResult(batch, null), _now));
        Assert.Equal([0, 1], Assert.Single(core.TakeTasks()).Rows);
        Assert.Equal(1, core.Dispatched);
    }

    [Fact]
    public void Recovered_batch_is_not_made_again_unless_a_row_of_now_is_missing()
    {
        foreach (var (rows, again) in new (ImmutableArray<int>, bool)[] { ([0, 1, 2], false), ([0, 1], false), ([0], true) })
        {
            var core = TestRun.Core(Chain().Build(), 3);
            core.Recover(Cell(0));
            core.Recover(Cell(1));
            core.Recover(new RowDropped(2, 1, "failed", "x", "no", 1, _now, default));
            core.Recover(new BatchMade(2, 1, rows, TestStep.Json($"[{string.Join(',', rows)}]"), default));
            core.Recover(new BatchMade(2, 2, rows, TestStep.Json($"[{string.Join(',', rows.Select(static _ => 9))}]"), default));
            core.Seed();
            Advance(core);
            var tasks = core.TakeTasks();
            Assert.Equal(again, tasks.Any(static task => task.IsBatch));
            Assert.Equal(again ? 1 : 2, tasks.Count);
            Assert.Equal(again ? "" : "1", core.RowSoFar(1)!["b"].ToString());
        }
    }

    [Fact]
    public void Rows_left_out_by_their_condition_take_their_value_and_so_do_their_dependants()
    {
        var run = new TestRun()
            .Local("id", [], static i => TestStep.Json($"{i.Row}"))
            .Batch("b", [0], TestRun.SkipWhen(static i => i.Values["id"].GetInt32() == 1, "\"none\""))
            .Model("d", [1]);
        var core = Started(run, 3);
        var batch = Assert.Single(core.TakeTasks());
        Assert.Equal([0, 2], batch.Rows);
        ApplyAll(core, core.JudgeAll(Done(batch, "[10,12]"), _now));
        Assert.Equal([0, 2], core.TakeTasks().Select(static task => task.Row));
        Assert.Equal("none", core.RowIfDone(1)!["b"].GetString());
        Assert.Equal((1, 1), (core.Totals(static _ => 0).Columns[1].Skipped, core.Totals(static _ => 0).Columns[2].Skipped));
    }

    [Fact]
    public void Batch_of_which_every_row_is_left_out_calls_nobody()
    {
        var core = Started(new TestRun().Local("id", [], static i => TestStep.Json("1")).Batch("b", [0], TestRun.SkipWhen(static _ => true)), 2);
        Assert.Empty(core.TakeTasks());
        Assert.True(core.IsComplete);
    }

    private static TestRun Chain() =>
        new TestRun().Local("id", [], static i => TestStep.Text($"row {i.Row}")).Model("m", [0]).Batch("b", [1]).Model("d", [2]);

    private static RowGroupCore Batched(int rows, out CellTask batch)
    {
        var core = Started(Chain(), rows);
        Make(core, [.. core.TakeTasks()]);
        batch = Assert.Single(core.TakeTasks());
        return core;
    }

    private static RowGroupCore Started(TestRun run, int rows)
    {
        var core = TestRun.Core(run.Build(), rows);
        core.Seed();
        Advance(core);
        return core;
    }

    private static void Make(RowGroupCore core, params CellTask[] cells)
    {
        foreach (var cell in cells)
        {
            ApplyAll(core, core.JudgeAll(Done(cell, "\"m\""), _now));
        }
    }

    private static void ApplyAll(RowGroupCore core, IReadOnlyList<CellLogEntry> entries)
    {
        foreach (var entry in entries)
        {
            Apply(core, entry);
        }
    }

    private static void Apply(RowGroupCore core, CellLogEntry entry)
    {
        core.Apply(entry);
        Advance(core);
    }

    private static void Advance(RowGroupCore core)
    {
        while (core.Advance(1000, _now))
        {
        }
    }

    private static CellMade Cell(int row) => new(row, 1, 1, TestStep.Text("m"), CellMade.NoSide, default);

    private static CellResult Done(CellTask task, string json) => new(task, StepOutcome.Of(TestStep.Json(json)));

    private static StepOutcome Retryable() => StepOutcome.Failed(new StepFailure("worker_lost", true, false, null, "later"));
}
