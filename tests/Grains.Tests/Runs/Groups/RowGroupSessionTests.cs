using System.Security.Cryptography;
using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Groups;
using Granary.Grains.Steps;

namespace Granary.Grains.Tests.Runs.Groups;

public sealed class RowGroupSessionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Group_is_made_sealed_and_acknowledged()
    {
        await using var group = new SessionHarness(TestRun.Chain(), rows: 3);
        await group.StartAsync();

        var seal = await group.Run.NextSealAsync();
        Assert.True(await group.EndedAsync());

        var lines = await group.LinesAsync("runs/r_test/parts/000000.jsonl");
        Assert.Equal(
        [
            """{"id":"row 0","m0":"m0 of 0","m1":"m1 of 0"}""",
            """{"id":"row 1","m0":"m0 of 1","m1":"m1 of 1"}""",
            """{"id":"row 2","m0":"m0 of 2","m1":"m1 of 2"}""",
        ],
            lines);
        var bytes = await File.ReadAllBytesAsync(group.Artifacts.Locate(seal.Part!.Name), Token);
        Assert.Equal(new RunPart(0, "runs/r_test/parts/000000.jsonl", 0, 3, 0, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), seal.Part);
        Assert.Null(seal.DroppedFile);
        Assert.Equal(new RunUsage(6, 0, 0, 0, 0), seal.Last.Totals.Usage);
        Assert.All(group.Dispatched.Calls.Values, calls => Assert.Equal(1, calls));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(36)]
    public async Task Killed_at_any_point_no_finished_cell_is_made_again(int allowed)
    {
        await using var group = new SessionHarness(TestRun.Chain(), rows: 20);
        await group.StartAsync(allowed);
        await group.Run.NextReportAsync(r => Ticked(group, r.Totals.Columns.Skip(1).Sum(c => c.Done) == allowed));
        await group.KillAsync();

        await group.StartAsync(3);
        await group.Run.NextReportAsync(r => Ticked(group, r.Session == 2 && r.Totals.Columns.Skip(1).Sum(c => c.Done) == allowed + 3));
        await group.KillAsync();
        await group.StartAsync();
        var seal = await group.Run.NextSealAsync();

        Assert.Equal(20, seal.Part!.Rows);
        Assert.Equal(40, group.Dispatched.Calls.Count);
        Assert.All(group.Dispatched.Calls.Values, calls => Assert.Equal(1, calls));
        Assert.Equal(40, seal.Last.Totals.Usage.Calls);
        Assert.Equal(20, (await group.LinesAsync(seal.Part.Name)).Distinct().Count());
    }

    [Fact]
    public async Task Killed_after_preBatch_its_handler_is_not_asked_again_and_postBatch_shapes_the_part()
    {
        await using var group = new SessionHarness(
            new TestRun
            {
                Pre = [0],
                Post = true,
                Process = static i => StepOutcome.Of(TestStep.Json(
                    i.Values["m"].ValueKind == System.Text.Json.JsonValueKind.Undefined ? """[{"s":"kept"},null,{}]""" : """[{"m":"M"},{}]""")),
            }.Local("s", [], static i => TestStep.Text($"s {i.Row}")).Model("m", [0]),
            rows: 3);
        await group.StartAsync(allowed: 2);
        await group.Run.NextReportAsync(r => Ticked(group, r.Totals.Columns[1].Done == 1));
        await group.KillAsync();
        await group.StartAsync();

        var seal = await group.Run.NextSealAsync();
        Assert.Equal(["""{"s":"kept","m":"M"}""", """{"s":"s 2","m":"m of 2"}"""], await group.LinesAsync(seal.Part!.Name));
        Assert.All(group.Dispatched.Calls.Values, calls => Assert.Equal(1, calls));
        Assert.Equal(["0/m", "0/processors.postBatch", "0/processors.preBatch", "2/m"], group.Dispatched.Calls.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("\"reason\":\"processor\"", (await group.LinesAsync(seal.DroppedFile!)).Single(), StringComparison.Ordinal);
        Assert.Equal(1, seal.Last.Totals.DroppedBy["processor"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Processor_that_fails_is_a_fault_of_the_group_and_no_part_is_written(bool pre)
    {
        await using var group = new SessionHarness(
            new TestRun { Pre = pre ? [0] : null, Post = !pre, Process = static _ => StepOutcome.Failed(StepFailure.Permanent("handler_failed", "boom")) }
                .Local("s", [], static i => TestStep.Text($"s {i.Row}")).Model("m", [0]),
            rows: 3);
        await group.StartAsync();
        var report = await group.Run.NextReportAsync(static r => r.Phase == RowGroupPhase.Faulted);
        Assert.Equal(("processor_failed", "Row group 0: handler_failed: boom"), (report.Fault!.Code, report.Fault.Detail));
        Assert.False(await group.EndedAsync());
        Assert.Empty(await group.Artifacts.ListAsync("runs/", Token));
    }

    [Fact]
    public async Task Run_that_shuts_down_early_still_processes_what_survives()
    {
        await using var group = new SessionHarness(
            new TestRun { Post = true, Process = static _ => StepOutcome.Of(TestStep.Json("""[{"m":"M"}]""")) }
                .Local("s", [], static i => TestStep.Text($"s {i.Row}")).Model("m", [0]),
            rows: 3);
        await group.StartAsync(allowed: 1);
        await group.Run.NextReportAsync(r => Ticked(group, r.Totals.RowsDone == 1));
        group.Dispatched.Allowed = 1;
        group.Session.Post(new RowGroupSignal.Order(1, RowGroupOrder.Finish));
        var seal = await group.Run.NextSealAsync();
        Assert.Equal(["""{"s":"s 0","m":"M"}"""], await group.LinesAsync(seal.Part!.Name));
        Assert.True(seal.Partial);
    }

    [Fact]
    public async Task Retry_budget_is_asked_of_the_run_and_what_is_beyond_drops_its_row()
    {
        await using var group = new SessionHarness(
            new TestRun().Local("id", [], static i => TestStep.Text("x")).Model("m", [0], static _ => SessionHarness.Fail("timeout", retryable: true)), rows: 4);
        group.Run.Retries = 6;
        await group.StartAsync();
        var seal = await group.Run.NextSealAsync();
        Assert.Null(seal.Part);

        // Four cells fail and re-enter, two of them a second time; then nothing is left of the six.
        Assert.Equal([4, 8], group.Run.Asked);
        Assert.Equal(10, group.Dispatched.Calls.Values.Sum());
        Assert.Equal((2, 2), (seal.Last.Totals.DroppedBy["retry_budget"], seal.Last.Totals.DroppedBy["failed"]));
    }

    [Fact]
    public async Task Run_that_cannot_be_asked_keeps_deferred_cells_waiting()
    {
        var fails = true;
        await using var group = new SessionHarness(
            new TestRun().Local("id", [], static i => TestStep.Text("x"))
                .Model("m", [0], _ => fails ? SessionHarness.Fail("timeout", retryable: true) : Granary.Grains.Steps.StepOutcome.Of(TestStep.Text("made"))),
            rows: 2);
        await group.StartAsync(allowed: 0);
        await group.Dispatched.UntilHeldAsync(2);
        group.Run.Failures = 1;
        group.Dispatched.Allowed = 2;
        group.Dispatched.Release();
        fails = false;
        await group.Run.NextReportAsync(r => Ticked(group, r.Totals.RowsDone == 2 || r.Totals.Columns[1].Deferred == 2));
        group.Session.Post(RowGroupSignal.Wake.Now);
        var seal = await group.Run.NextSealAsync();
        Assert.Equal((2, 0), (seal.Part!.Rows, seal.Part.Dropped));
        Assert.Equal([2], group.Run.Asked);
    }

    [Fact]
    public async Task Pause_waits_for_what_is_in_flight_keeps_it_and_closes()
    {
        await using var group = new SessionHarness(TestRun.Chain(1), rows: 4);
        await group.StartAsync(allowed: 0);
        await group.Dispatched.UntilHeldAsync(4);

        group.Session.Post(new RowGroupSignal.Order(1, RowGroupOrder.Pause));
        group.Run.Order = RowGroupOrder.Pause;
        group.Dispatched.Release(3);
        await group.Run.NextReportAsync(r => Ticked(group, r is { Phase: RowGroupPhase.Draining } && r.Totals.RowsDone == 3));
        group.Dispatched.Release();
        var seal = await group.Run.NextSealAsync();
        Assert.Equal(4, seal.Part!.Rows);
    }

    [Fact]
    public async Task Cancel_ends_what_is_in_flight_and_the_next_session_makes_it()
    {
        await using var group = new SessionHarness(TestRun.Chain(1), rows: 4);
        await group.StartAsync(allowed: 1);
        await group.Dispatched.UntilHeldAsync(3);

        group.Session.Post(new RowGroupSignal.Order(1, RowGroupOrder.Cancel));
        var closed = await group.Run.NextReportAsync(r => r.Phase == RowGroupPhase.Closed);
        Assert.False(await group.EndedAsync());
        Assert.Equal(1, closed.Totals.RowsDone);

        await group.StartAsync();
        await group.Run.NextSealAsync();
        Assert.All(group.Dispatched.Calls.Values, calls => Assert.Equal(1, calls));
    }

    [Fact]
    public async Task Order_of_an_older_epoch_is_ignored()
    {
        await using var group = new SessionHarness(TestRun.Chain(1), rows: 2);
        await group.StartAsync(allowed: 0);
        await group.Dispatched.UntilHeldAsync(2);
        group.Session.Post(new RowGroupSignal.Order(2, RowGroupOrder.Go));
        group.Session.Post(new RowGroupSignal.Order(1, RowGroupOrder.Cancel));
        group.Dispatched.Release();

        Assert.Equal(2, (await group.Run.NextSealAsync()).Part!.Rows);
    }

    [Fact]
    public async Task Session_that_is_not_wanted_makes_nothing()
    {
        await using var group = new SessionHarness(TestRun.Chain(1), rows: 2);
        group.Run.Order = RowGroupOrder.Forget;
        await group.StartAsync();
        Assert.True(await group.EndedAsync());

        group.Run.Order = RowGroupOrder.Leave;
        await group.StartAsync();
        Assert.False(await group.EndedAsync());
        Assert.Empty(group.Dispatched.Calls);
    }

    [Fact]
    public async Task Failed_rows_are_listed_with_what_they_had_and_stay_dropped_after_a_kill()
    {
        await using var group = new SessionHarness(TestRun.Chain(), rows: 3);
        await group.StartAsync(allowed: 0);
        await group.Dispatched.UntilHeldAsync(3);
        group.Dispatched.Release(1, static _ => SessionHarness.Fail("context_window", retryable: false));
        await group.Run.NextReportAsync(r => Ticked(group, r.Totals.RowsDropped == 1));
        await group.KillAsync();
        await group.StartAsync();
        var seal = await group.Run.NextSealAsync();

        Assert.Equal((2, 1, 5L), (seal.Part!.Rows, seal.Part.Dropped, seal.Last.Totals.Usage.Calls));
        Assert.Equal(1, group.Dispatched.Calls["0/m0"]);
        var line = Assert.Single(await group.LinesAsync(seal.DroppedFile!));
        Assert.StartsWith(
            """{"row":0,"group":0,"column":"m0","reason":"failed","kind":"context_window","message":"no","attempts":1,"time":"2026-01-01T00:00:0""",
            line,
            StringComparison.Ordinal);
        Assert.EndsWith(""","values":{"id":"row 0"}}""", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queue_time_outs_keep_their_row_and_other_failures_lose_it_after_the_rounds()
    {
        // "Row 0 sees three 429s, row 1 keeps failing otherwise, 1 round: row 0 kept, row 1 dropped", and exactly 4 calls for row 0.
        var calls = new int[2];
        var run = new TestRun { Retry = new(1, TimeSpan.FromMinutes(15), "pause") }
            .Local("id", [], static i => TestStep.Json($"{i.Row}"))
            .Model("m", [0], i => (i.Row, ++calls[i.Row]) switch
            {
                (0, <= 3) => SessionHarness.Fail("rate_limit", retryable: true, preserved: true),
                (0, _) => Granary.Grains.Steps.StepOutcome.Of(TestStep.Text("ok")),
                _ => SessionHarness.Fail("timeout", retryable: true),
            });
        await using var group = new SessionHarness(run, rows: 2);
        await group.StartAsync();
        var sealing = group.Run.NextSealAsync().AsTask();
        await AdvanceUntilAsync(group, sealing);
        var seal = await sealing;
        Assert.Equal((1, 1), (seal.Part!.Rows, seal.Part.Dropped));
        Assert.Equal([4, 2], calls);
        Assert.Equal((6L, 3L), (seal.Last.Totals.Usage.Calls, seal.Last.Totals.Usage.RateLimited));
    }

    [Fact]
    public async Task Finish_drops_what_is_not_complete_and_seals_the_rest_as_partial()
    {
        await using var group = new SessionHarness(TestRun.Chain(1), rows: 5);
        await group.StartAsync(allowed: 2);
        await group.Dispatched.UntilHeldAsync(3);

        group.Session.Post(new RowGroupSignal.Order(1, RowGroupOrder.Finish));
        var seal = await group.Run.NextSealAsync();

        Assert.True(seal.Partial);
        Assert.Equal((2, 3), (seal.Part!.Rows, seal.Part.Dropped));
        Assert.Equal(3, seal.Last.Totals.DroppedBy["early_shutdown"]);
    }

    [Fact]
    public async Task Seal_is_reported_until_the_run_has_it()
    {
        await using var group = new SessionHarness(TestRun.Chain(1), rows: 1);
        await group.StartAsync(allowed: 0);
        await group.Dispatched.UntilHeldAsync(1);
        group.Run.Failures = 3;
        group.Dispatched.Release();

        await AdvanceUntilAsync(group, group.Run.NextSealAsync().AsTask());
        Assert.True(await group.EndedAsync());
    }

    [Fact]
    public async Task Files_that_another_session_made_needless_are_removed()
    {
        await using var group = new SessionHarness(TestRun.Chain(1), rows: 1);
        group.Run.SealAnswer = RowGroupOrder.Discard;
        await group.StartAsync();
        Assert.True(await group.EndedAsync());

        Assert.Empty(await group.Artifacts.ListAsync("runs/", Token));
    }

    [Fact]
    public async Task Part_of_an_attempt_that_never_counted_is_swept()
    {
        await using var group = new SessionHarness(TestRun.Chain(1), rows: 1);
        group.Run.SealAnswer = RowGroupOrder.Leave;
        await group.StartAsync();
        Assert.False(await group.EndedAsync());
        group.Run.SealAnswer = RowGroupOrder.Forget;
        await group.StartAsync();
        Assert.True(await group.EndedAsync());

        Assert.Equal(["runs/r_test/parts/000000-2.jsonl"], (await group.Artifacts.ListAsync("runs/", Token)).Select(f => f.Name));
        Assert.Equal(1, group.Dispatched.Calls["0/m0"]);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task Part_that_cannot_be_written_is_tried_again_and_then_fails_loudly_with_nothing_lost(int failures, bool succeeds)
    {
        await using var group = new SessionHarness(TestRun.Chain(1), rows: 2);
        var store = new FailingStore(group.Artifacts) { Failures = failures };
        group.Store = _ => store;
        await group.StartAsync();
        await AdvanceUntilAsync(group, store.Exhausted);
        if (succeeds)
        {
            var sealing = group.Run.NextSealAsync().AsTask();
            await AdvanceUntilAsync(group, sealing);
            Assert.Equal(2, (await sealing).Part!.Rows);
            return;
        }

        var report = await group.Run.NextReportAsync(r => r.Phase == RowGroupPhase.Faulted);
        Assert.Equal(("checkpoint_failed", "Disk full."), (report.Fault!.Code, report.Fault.Detail));
        Assert.False(await group.EndedAsync());
        await group.StartAsync();
        Assert.Equal(2, (await group.Run.NextSealAsync()).Part!.Rows);
        Assert.All(group.Dispatched.Calls.Values, calls => Assert.Equal(1, calls));
    }

    private static async Task AdvanceUntilAsync(SessionHarness group, Task done)
    {
        while (!done.IsCompleted)
        {
            group.Clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }
    }

    // Looks at reports until one fits, making time pass in between so that there is a next one.
    private static bool Ticked(SessionHarness group, bool fits)
    {
        if (!fits)
        {
            group.Clock.Advance(TimeSpan.FromSeconds(1));
            group.Session.Post(RowGroupSignal.Tick.Now);
        }

        return fits;
    }
}
