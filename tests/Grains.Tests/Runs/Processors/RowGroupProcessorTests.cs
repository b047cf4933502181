using Granary.Grains.Runs.Cells;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Groups;
using Granary.Grains.Runs.Processors;
using Granary.Grains.Steps;
using Granary.Grains.Tests.Runs.Groups;

namespace Granary.Grains.Tests.Runs.Processors;

/// <summary>A row group with a seed <c>s</c>, a local column <c>e</c> and a model column <c>m</c> built on it, and processors around them.</summary>
public sealed class RowGroupProcessorTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Everything_but_the_seeds_waits_for_preBatch_and_sees_what_it_made()
    {
        var core = Started(pre: true);
        var task = Assert.Single(core.TakeTasks());
        Assert.Equal(("processors.preBatch", true, 1), (task.Column.Name, task.IsBatch, core.Dispatched));
        Assert.Equal([0, 1, 2], task.Rows);
        Assert.Null(Text(core, 0, "e"));

        var records = Judge(core, task, """[{"s":"A"},null,{}]""");
        Assert.Equal(["RowDropped", "RowsPrepared"], records.Select(static record => record.GetType().Name));
        ApplyAll(core, records);
        var cells = core.TakeTasks();
        Assert.Equal([0, 2], cells.Select(static cell => cell.Row));
        Assert.Equal(("A", "A!", "s 2"), (Text(core, 0, "s"), Text(core, 0, "e"), Text(core, 2, "s")));
        var dropped = Assert.Single(core.Dropped);
        Assert.Equal((1, "processor", -1), (dropped.Row, dropped.Reason, dropped.Column));
        Assert.Empty(core.Outcomes.Read().Outcomes);
    }

    [Fact]
    public void Rows_that_preBatch_keeps_none_of_are_a_complete_group()
    {
        var core = Started(pre: true, post: true);
        ApplyAll(core, Judge(core, Assert.Single(core.TakeTasks()), "[null,null,null]"));
        Assert.True(core.IsComplete);
        Assert.Equal((0, 3, 0), (core.RowsDone, core.Dropped.Count, core.TakeTasks().Count));
    }

    [Fact]
    public void Logged_result_is_taken_and_nothing_is_asked_again()
    {
        var log = new List<CellLogEntry>();
        var first = Started(pre: true);
        log.AddRange(ApplyAll(first, Judge(first, Assert.Single(first.TakeTasks()), """[{"s":"A"},null,{}]""")));
        log.AddRange(ApplyAll(first, first.JudgeAll(Done(first.TakeTasks()[0]), _now)));

        var second = Started(pre: true, log: log);
        var cell = Assert.Single(second.TakeTasks());
        Assert.Equal(2, cell.Row);
        Assert.Equal(("A", "A!"), (Text(second, 0, "s"), Text(second, 0, "e")));
        Assert.Equal("processor", Assert.Single(second.Dropped).Reason);
        Assert.Null(second.RowSoFar(1)!["e"].ValueKind is System.Text.Json.JsonValueKind.Undefined ? null : "made");
        ApplyAll(second, second.JudgeAll(Done(cell), _now));
        Assert.True(second.IsComplete);
    }

    [Fact]
    public void Result_that_was_cut_off_in_the_log_is_made_again_without_the_rows_that_it_dropped()
    {
        var first = Started(pre: true);
        var records = Judge(first, Assert.Single(first.TakeTasks()), """[{"s":"A"},null,{}]""");
        var second = Started(pre: true, log: records.SkipLast(1));
        var task = Assert.Single(second.TakeTasks());
        Assert.Equal([0, 2], task.Rows);
        ApplyAll(second, Judge(second, task, """[{},{"s":"C"}]"""));
        Assert.Equal(("s 0", "C"), (Text(second, 0, "s"), Text(second, 2, "s")));
        Assert.Equal(2, second.TakeTasks().Count);
    }

    [Fact]
    public void Large_result_is_cut_into_records_and_a_stale_part_of_it_is_replaced()
    {
        var large = new string('x', RowsPrepared.RecordBytes - 100);
        var values = TestStep.Json($$"""[{"s":"{{large}}"},{"s":"{{large}}"},{}]""");
        var records = PreparedRows.Cut([0, 1, 2], values);
        Assert.Equal(["0", "1,2"], records.Select(static record => string.Join(',', record.Rows)));
        Assert.Equal([false, true], records.Select(static record => record.IsLast));

        var prepared = new PreparedRows();
        prepared.Take(records[0]);
        prepared.Take(new RowsPrepared([0, 1, 2], TestStep.Json("""[{},{"s":"b"},{}]"""), true));
        prepared.Take(records[1]);
        Assert.True(prepared.IsComplete);
        Assert.Equal(["{}", """{"s":"b"}""", "{}"], prepared.Changes.OrderBy(static change => change.Key).Select(static change => change.Value.GetRawText()));
    }

    [Fact]
    public void PostBatch_sees_complete_rows_only_and_the_group_is_complete_after_it()
    {
        var core = Started(post: true);
        var cells = core.TakeTasks();
        ApplyAll(core, core.JudgeAll(new CellResult(cells[1], StepOutcome.Failed(StepFailure.Permanent("x", "no"))), _now));
        ApplyAll(core, core.JudgeAll(Done(cells[0]), _now));
        Assert.Empty(core.TakeTasks());
        ApplyAll(core, core.JudgeAll(Done(cells[2]), _now));
        Assert.Equal((true, false), (core.RowsComplete, core.IsComplete));
        var task = Assert.Single(core.TakeTasks());
        Assert.Equal("processors.postBatch", task.Column.Name);
        Assert.Equal([0, 2], task.Rows);
        Assert.Empty(Judge(core, task, """[{"m":"first"},{}]"""));
        Assert.True(core.IsComplete);
        Assert.Equal(("first", "m of 2"), (Text(core, 0, "m"), Text(core, 2, "m")));
    }

    [Fact]
    public void Retryable_failure_is_tried_again_and_exhausted_it_breaks_the_group_not_the_rows()
    {
        var core = Started(pre: true);
        for (var round = 1; round <= 2; round++)
        {
            var task = Assert.Single(core.TakeTasks());
            Assert.Equal(round, task.Attempt);
            Assert.Empty(core.JudgeAll(new CellResult(task, SessionHarness.Fail("worker_lost", retryable: true)), _now));
            Assert.Empty(core.Salvage(_now));
            Assert.Null(core.Fault);
        }

        Assert.Empty(core.JudgeAll(new CellResult(Assert.Single(core.TakeTasks()), SessionHarness.Fail("worker_lost", retryable: true)), _now));
        Assert.Equal(("processor_failed", "Row group 0: worker_lost: no"), (core.Fault!.Code, core.Fault.Detail));
        Assert.Empty(core.Dropped);
        Assert.False(core.IsComplete);
    }

    [Fact]
    public void Full_pool_is_waited_for_and_uses_up_no_round()
    {
        var core = Started(pre: true);
        for (var i = 1; i <= 5; i++)
        {
            Assert.Empty(core.JudgeAll(new CellResult(Assert.Single(core.TakeTasks()), SessionHarness.Fail("overloaded", retryable: true, preserved: true)), _now.AddSeconds(i)));
            Assert.NotNull(core.NextSalvage);
            Assert.Empty(core.Salvage(_now.AddSeconds(i + 0.5)));
            Assert.Null(core.Fault);
        }

        Assert.Single(core.TakeTasks());
    }

    [Fact]
    public void Cancelled_and_returned_tasks_are_made_anew()
    {
        var core = Started(pre: true);
        var task = Assert.Single(core.TakeTasks());
        core.Returned([task]);
        Assert.Equal(0, core.Dispatched);
        task = Assert.Single(core.TakeTasks());
        Assert.Empty(core.JudgeAll(new CellResult(task, null), _now));
        Assert.Equal([0, 1, 2], Assert.Single(core.TakeTasks()).Rows);
    }

    private static RowGroupCore Started(bool pre = false, bool post = false, IEnumerable<CellLogEntry>? log = null)
    {
        var core = TestRun.Core(Run(pre, post), 3);
        foreach (var entry in log ?? [])
        {
            core.Recover(entry);
        }

        core.Seed();
        Settle(core);
        return core;
    }

    private static CompiledRun Run(bool pre, bool post) => new TestRun { Pre = pre ? [0] : null, Post = post }
        .Local("s", [], static i => TestStep.Text($"s {i.Row}"))
        .Local("e", [0], static i => TestStep.Text(i.Values["s"].GetString() + "!"))
        .Model("m", [1]).Build(3, 3);

    private static CellResult Done(CellTask task) => new(task, task.Column.Step.RunAsync(task.Input, TestRun.Context(), CancellationToken.None).AsTask().Result);

    private static IReadOnlyList<CellLogEntry> Judge(RowGroupCore core, CellTask task, string values) =>
        core.JudgeAll(new CellResult(task, StepOutcome.Of(TestStep.Json(values))), _now);

    private static IReadOnlyList<CellLogEntry> ApplyAll(RowGroupCore core, IReadOnlyList<CellLogEntry> entries)
    {
        foreach (var entry in entries)
        {
            core.Apply(entry);
        }

        Settle(core);
        return entries;
    }

    private static void Settle(RowGroupCore core)
    {
        while (core.Advance(100, _now) || core.HasReady)
        {
        }
    }

    private static string? Text(RowGroupCore core, int row, string column) =>
        core.RowSoFar(row)?[column] is { ValueKind: System.Text.Json.JsonValueKind.String } value ? value.GetString() : null;
}
