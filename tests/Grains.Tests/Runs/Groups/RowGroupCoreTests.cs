using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Grains.Runs.Cells;
using Granary.Grains.Runs.Groups;
using Granary.Grains.Steps;

namespace Granary.Grains.Tests.Runs.Groups;

public sealed class RowGroupCoreTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Local_cells_are_made_at_once_and_models_wait_for_their_upstream()
    {
        var core = Started(TestRun.Chain(), 3);

        Assert.Equal("0m0 1m0 2m0", Names(core.TakeTasks()));
        Assert.Equal(3, core.Dispatched);
        Assert.Empty(core.TakeTasks());
        Finish(core, core.Judge(Done(Task(core, 1, "m0")), _now));
        Assert.Equal("1m1", Names(core.TakeTasks()));
        Assert.False(core.IsComplete);
    }

    [Fact]
    public void Cell_counts_only_when_its_entry_was_applied()
    {
        var core = Started(TestRun.Chain(1), 1);
        core.TakeTasks();

        var entry = core.Judge(Done(Task(core, 0, "m0"), "\"hello\"", calls: 2, tokens: 10), _now);
        Assert.Equal((false, 0L), (core.IsComplete, core.Totals(static _ => 0).Usage.Calls));
        core.Apply(entry!);

        Assert.True(core.IsComplete);
        var totals = core.Totals(static _ => 0);
        Assert.Equal((2L, 10L, 1L, 1L), (totals.Usage.Calls, totals.Usage.InputTokens, totals.Columns[1].Done, totals.RowsDone));
        Assert.Equal("hello", core.RowIfDone(0)![1].GetString());
    }

    [Fact]
    public void Recovered_cells_are_not_made_again_and_their_cost_counts()
    {
        var core = TestRun.Core(TestRun.Chain().Build(), 2);
        core.Recover(new CellMade(0, 1, 1, TestStep.Text("kept"), CellMade.NoSide, new CellCost(3, 1, new TokenUsage(5, 6, 0))));
        core.Recover(new CellMade(0, 1, 1, TestStep.Text("later double"), CellMade.NoSide, new CellCost(1, 0, default)));
        core.Seed();
        Assert.False(core.Advance(100, _now));

        Assert.Equal("0m1 1m0", Names(core.TakeTasks().OrderBy(t => t.Row)));
        Assert.Equal("kept", core.RowSoFar(0)!["m0"].GetString());
        Assert.Equal((4L, 1L), (core.Totals(static _ => 0).Usage.Calls, core.Totals(static _ => 0).Usage.RateLimited));
    }

    [Fact]
    public void Work_is_done_in_slices()
    {
        var core = TestRun.Core(TestRun.Chain(1).Build(), 10);
        core.Seed();

        Assert.True(core.Advance(4, _now));
        Assert.Empty(core.TakeTasks());
        Assert.True(core.Advance(8, _now));
        Assert.False(core.Advance(100, _now));
        Assert.Equal(10, core.TakeTasks().Count);
    }

    [Fact]
    public void Skipped_cells_call_nothing_and_skip_their_dependants()
    {
        // "review skipped where score < 2, complaint built on it; four rows, two of them below".
        var run = new TestRun()
            .Local("score", [], static i => TestStep.Json($"{i.Row}"))
            .Model("review", [0], skip: TestRun.SkipWhen(static i => i.Values["score"].GetInt32() < 2))
            .Model("complaint", [1])
            .Local("label", [2], static _ => TestStep.Text("x"));
        var core = Started(run, 4);

        Assert.Equal("2review 3review", Names(core.TakeTasks()));
        var totals = core.Totals(static _ => 0);
        Assert.Equal([0L, 2L, 2L, 2L], totals.Columns.Select(c => c.Skipped));
        Assert.Equal(2, totals.RowsDone);
        Assert.Equal(JsonValueKind.Null, core.RowIfDone(0)![2].ValueKind);
    }

    [Fact]
    public void Skip_without_propagation_shows_its_value_to_dependants()
    {
        var run = new TestRun()
            .Local("a", [], static _ => TestStep.Json("1"))
            .Model("b", [0], skip: TestRun.SkipWhen(static _ => true, "\"none\"", propagate: false))
            .Local("c", [1], static i => TestStep.Text("got " + i.Values["b"].GetString()));
        var core = Started(run, 1);

        Assert.True(core.IsComplete);
        Assert.Equal("got none", core.RowIfDone(0)![2].GetString());
        Assert.Equal([0L, 1L, 0L], core.Totals(static _ => 0).Columns.Select(c => c.Skipped));
    }

    [Fact]
    public void Failure_for_good_drops_the_row_takes_its_siblings_back_and_leaves_the_others_alone()
    {
        var run = new TestRun().Local("id", [], static _ => TestStep.Json("1")).Model("a", [0]).Model("b", [0]).Model("c", [1, 2]);
        var core = Started(run, 2);
        var tasks = core.TakeTasks();

        Finish(core, core.Judge(new CellResult(tasks.First(t => t.Row == 0 && t.Column.Name == "a"), Failed("bad_request", calls: 1)), _now));

        Assert.True(core.IsDropped(0));
        Assert.True(core.TakeWithdrawn());
        Assert.False(core.TakeWithdrawn());
        core.Returned(tasks.Where(t => t.Row == 0 && t.Column.Name == "b"));
        Assert.Equal(2, core.Dispatched);
        var totals = core.Totals(static _ => 0);
        Assert.Equal([(2L, 0L, 0L), (0L, 1L, 0L), (0L, 0L, 1L), (0L, 0L, 1L)], totals.Columns.Select(c => (c.Done, c.Failed, c.Skipped)));
        Assert.Equal((1L, 1L, 1L), (totals.RowsDropped, totals.Failures["bad_request"], totals.DroppedBy["failed"]));
        Assert.Equal([0], core.Outcomes.Read().Outcomes.Select(o => (int)o));
        Assert.True(core.HasNews);
        var note = Assert.Single(core.TakeDroppedNotes());
        Assert.Equal((0L, "a", "failed", "bad_request"), (note.Row, note.Column, note.Reason, note.Kind));
    }

    [Fact]
    public void Result_of_a_dropped_row_still_costs()
    {
        var run = new TestRun().Local("id", [], static _ => TestStep.Json("1")).Model("a", [0]).Model("b", [0]);
        var core = Started(run, 1);
        var tasks = core.TakeTasks();
        Finish(core, core.Judge(new CellResult(tasks[0], Failed("bad_request", calls: 1)), _now));
        Assert.Equal(1, core.Dispatched);

        Finish(core, core.Judge(Done(tasks[1], calls: 1), _now));

        Assert.True(core.IsComplete);
        Assert.Equal((0, 2L), (core.Dispatched, core.Totals(static _ => 0).Usage.Calls));
        Assert.Equal([0L, 0L, 1L], core.Totals(static _ => 0).Columns.Select(c => c.Skipped));
    }

    [Fact]
    public void Retryable_failure_re_enters_when_its_column_is_idle_and_is_exhausted_after_the_rounds()
    {
        var core = Started(TestRun.Chain(1), 2);
        var tasks = core.TakeTasks();
        Finish(core, core.Judge(new CellResult(tasks[0], Retryable("timeout")), _now));
        core.Salvage(_now);
        Assert.Empty(core.TakeTasks());
        Assert.Equal(1, core.Totals(static _ => 0).Columns[1].Deferred);

        Finish(core, core.Judge(Done(tasks[1]), _now));
        for (var round = 1; round <= 2; round++)
        {
            core.Salvage(_now);
            var again = Assert.Single(core.TakeTasks());
            Assert.Equal((0, round + 1), (again.Row, again.Attempt));
            Finish(core, core.Judge(new CellResult(again, Retryable("timeout")), _now));
        }

        Assert.True(core.IsComplete);
        var dropped = Assert.Single(core.Dropped);
        Assert.Equal(("failed", "timeout", 3), (dropped.Reason, dropped.Kind, dropped.Attempts));
        Assert.DoesNotContain((byte)0, core.Outcomes.Read().Outcomes);
    }

    [Fact]
    public void Preserved_failures_never_exhaust_a_cell_and_wait_for_their_cooldown()
    {
        var core = Started(TestRun.Chain(1), 1);
        var now = _now;
        var task = core.TakeTasks()[0];
        for (var round = 0; round < 20; round++)
        {
            Finish(core, core.Judge(new CellResult(task, Preserved(round % 2 == 0 ? 0 : 700)), now));
            Assert.Equal("writer", Assert.Single(core.Troubles()).Alias);
            Assert.Equal(_now, core.Troubles()[0].Since);
            var wait = TimeSpan.FromMilliseconds(round % 2 == 0 ? 50 : 700);
            Assert.InRange(core.NextSalvage!.Value, now + wait, now + wait + TimeSpan.FromTicks(1));
            core.Salvage(now + wait - TimeSpan.FromTicks(2));
            Assert.Empty(core.TakeTasks());
            now = core.NextSalvage.Value;
            core.Salvage(now);
            task = Assert.Single(core.TakeTasks());
        }

        Finish(core, core.Judge(Done(task), now));
        Assert.True(core.IsComplete);
        Assert.Empty(core.Troubles());
    }

    [Fact]
    public void Attempts_of_earlier_sessions_use_up_rounds()
    {
        var core = TestRun.Core(TestRun.Chain(1).Build(), 1);
        core.Recover(new AttemptFailed(0, 1, "timeout", false, new CellCost(1, 0, default)));
        core.Recover(new AttemptFailed(0, 1, "rate_limit", true, new CellCost(1, 1, default)));
        core.Recover(new AttemptFailed(0, 1, "timeout", false, new CellCost(1, 0, default)));
        core.Seed();
        core.Advance(10, _now);
        var task = Assert.Single(core.TakeTasks());
        Assert.Equal(4, task.Attempt);

        Assert.Equal("timeout", Assert.IsType<RowDropped>(core.Judge(new CellResult(task, Retryable("timeout")), _now)).Kind);
    }

    [Fact]
    public void Cancelled_worker_makes_its_cell_ready_again()
    {
        var core = Started(TestRun.Chain(1), 1);
        var task = core.TakeTasks()[0];

        Assert.Null(core.Judge(new CellResult(task, null), _now));

        Assert.Equal(0, core.Dispatched);
        Assert.Same(task, Assert.Single(core.TakeTasks()));
    }

    [Fact]
    public void Row_dropped_by_an_earlier_session_is_dropped_again_with_its_values_and_calls_nothing()
    {
        var run = new TestRun().Local("id", [], static i => TestStep.Text($"r{i.Row}")).Model("a", [0]).Model("b", [1]);
        var core = TestRun.Core(run.Build(), 2);
        core.Recover(new CellMade(0, 1, 1, TestStep.Text("a0"), CellMade.NoSide, default));
        core.Recover(new RowDropped(0, 2, "invalid_output", "invalid_output", "no", 2, _now, new CellCost(2, 0, default)));
        core.Seed();
        while (core.Advance(1, _now))
        {
        }

        Assert.Equal("1a", Names(core.TakeTasks()));
        Assert.True(core.IsDropped(0));
        Assert.Equal("r0 a0", $"{core.RowSoFar(0)!["id"].GetString()} {core.RowSoFar(0)!["a"].GetString()}");
        Assert.Empty(core.TakeDroppedNotes());
        Assert.Empty(core.Outcomes.Read().Outcomes);
    }

    [Fact]
    public void Early_shutdown_drops_what_is_not_complete()
    {
        var core = Started(TestRun.Chain(1), 3);
        var tasks = core.TakeTasks();
        Finish(core, core.Judge(Done(tasks[0]), _now));
        core.Returned(tasks.Skip(1));
        Assert.False(core.IsPartial);

        core.DropIncomplete(_now).ForEach(core.Apply);

        Assert.True(core.IsComplete && core.IsPartial);
        Assert.Equal((1L, 2L, 2L), (core.Totals(static _ => 0).RowsDone, core.Totals(static _ => 0).RowsDropped, core.Totals(static _ => 0).DroppedBy["early_shutdown"]));
        Assert.Empty(core.DropIncomplete(_now));
    }

    [Fact]
    public void Rows_of_an_alias_that_stays_away_are_dropped_where_the_document_says_so()
    {
        var run = TestRun.Chain(1);
        run.Retry = new(2, TimeSpan.FromMinutes(1), "drop");
        var core = Started(run, 2);
        foreach (var task in core.TakeTasks())
        {
            Finish(core, core.Judge(new CellResult(task, Preserved(0)), _now));
        }

        Assert.Empty(core.GiveUpAliases(_now.AddSeconds(59)));
        core.GiveUpAliases(_now.AddSeconds(60)).ForEach(core.Apply);
        Assert.True(core.IsComplete);
        Assert.Equal(2, core.Totals(static _ => 0).Failures["rate_limit"]);
        Assert.Null(core.NextSalvage);
    }

    [Fact]
    public void Failing_local_column_and_failing_condition_drop_the_row()
    {
        var run = new TestRun()
            .LocalOutcome("id", [], static i => i.Row == 0 ? StepOutcome.Failed(StepFailure.Permanent("template", "bad")) : StepOutcome.Of(TestStep.Json("1")))
            .Local("b", [0], static _ => TestStep.Json("1"), skip: new(static i => new(false, i.Row == 1 ? StepFailure.Permanent("expression", "worse") : null), TestStep.Json("null"), true));
        var core = Started(run, 3);

        Assert.True(core.IsComplete);
        Assert.Equal(["template", "expression"], core.Dropped.Select(d => d.Kind));
        Assert.Equal([0, 0], core.Outcomes.Read().Outcomes.Select(o => (int)o));
    }

    [Fact]
    public void Record_of_a_row_that_is_not_there_is_damage()
    {
        var core = TestRun.Core(TestRun.Chain().Build(), 2);

        Assert.Throws<InvalidDataException>(() => core.Recover(new CellMade(2, 0, 1, default, CellMade.NoSide, default)));
        Assert.Throws<InvalidDataException>(() => core.Recover(new CellMade(0, 3, 1, default, CellMade.NoSide, default)));
    }

    private static RowGroupCore Started(TestRun run, int rows)
    {
        var core = TestRun.Core(run.Build(), rows);
        core.Seed();
        while (core.Advance(1000, _now))
        {
        }

        return core;
    }

    private static void Finish(RowGroupCore core, CellLogEntry? entry)
    {
        core.Apply(entry!);
        while (core.Advance(1000, _now))
        {
        }
    }

    // Tasks are taken in order, so a test that needs one by name makes an equal one.
    private static CellTask Task(RowGroupCore core, int row, string column)
    {
        var run = TestRun.Chain().Build();
        return new CellTask(row, run.Columns.First(c => c.Name == column), 1, new StepInput(row, core.RowSoFar(row)!));
    }

    private static CellResult Done(CellTask task, string json = "\"x\"", int calls = 1, int tokens = 0) =>
        new(task, StepOutcome.Of(TestStep.Json(json)) with { Calls = calls, Usage = new TokenUsage(tokens, 0, 0), ModelTime = TimeSpan.FromMilliseconds(50) });

    private static StepOutcome Failed(string kind, int calls) => StepOutcome.Failed(StepFailure.Permanent(kind, "no")) with { Calls = calls };

    private static StepOutcome Retryable(string kind) => StepOutcome.Failed(new StepFailure(kind, true, false, null, "later")) with { Calls = 1 };

    private static StepOutcome Preserved(int milliseconds) =>
        StepOutcome.Failed(new StepFailure("rate_limit", true, true, milliseconds == 0 ? null : TimeSpan.FromMilliseconds(milliseconds), "later")) with { Calls = 1, RateLimited = 1 };

    private static string Names(IEnumerable<CellTask> tasks) => string.Join(' ', tasks.Select(t => $"{t.Row}{t.Column.Name}"));
}
