using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Groups;
using Granary.Grains.Runs.Previews;
using Granary.Grains.Steps;
using Granary.Grains.Tests.Runs.Groups;
using Granary.TestKit;

namespace Granary.Grains.Tests.Runs.Previews;

public sealed class PreviewSessionTests
{
    private readonly ManualClock _clock = new();
    private readonly FakeDispatchedGroup _dispatched = new();
    private Action<RowGroupSignal> _post = static _ => { };
    private RowGroupCore _core = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_row_is_made_and_nothing_is_left_with_the_dispatcher()
    {
        using var session = Session(TestRun.Chain());

        Assert.True(await session.RunAsync(Token));
        Assert.Equal((5, 0, true), (_core.RowsDone, _core.Dispatched, _core.IsComplete));
        Assert.All(_dispatched.Calls, static cell => Assert.Equal(1, cell.Value));
    }

    [Fact]
    public async Task Failures_are_tried_again_and_dropped_as_in_a_run()
    {
        var tries = 0;
        using var session = Session(new TestRun().Local("id", [], static i => TestStep.Text($"{i.Row}")).Model("m", [0], input => input.Row switch
        {
            1 when tries++ == 0 => SessionHarness.Fail("internal_server", retryable: true),
            3 => SessionHarness.Fail("bad_request", retryable: false),
            _ => StepOutcome.Of(TestStep.Text("ok")),
        }));

        Assert.True(await session.RunAsync(Token));
        Assert.Equal((4, "3"), (_core.RowsDone, string.Join(' ', _core.Dropped.Select(dropped => dropped.Row))));
        Assert.Equal(2, _dispatched.Calls["1/m"]);
    }

    [Fact]
    public async Task Cancelled_preview_keeps_the_rows_it_has()
    {
        _dispatched.Allowed = 2;
        using var cancel = new CancellationTokenSource();
        using var session = Session(new TestRun().Model("m", []));
        var running = session.RunAsync(cancel.Token);
        await _dispatched.UntilHeldAsync(3);
        await cancel.CancelAsync();

        Assert.False(await running);
        Assert.Equal(2, _core.RowsDone);
    }

    [Fact]
    public async Task Rows_that_can_never_run_are_a_fault()
    {
        _dispatched.Allowed = 0;
        using var session = Session(new TestRun().Model("m", []));
        var running = session.RunAsync(Token);
        _post(new RowGroupSignal.Fault(new RowGroupFault("admission_blocked", "no limit")));

        Assert.Equal("admission_blocked", (await Assert.ThrowsAsync<RowGroupFaultException>(() => running)).Fault.Code);
    }

    private PreviewSession Session(TestRun run)
    {
        var compiled = run.Build(5, 5);
        _core = new RowGroupCore(compiled, new RowLayout(compiled), TestRun.Assignment(5), TestRun.Context());
        return new PreviewSession(
            _core,
            post =>
            {
                _post = post;
                _dispatched.OnResult = result => post(new RowGroupSignal.Result(result));
                return _dispatched;
            },
            _clock);
    }
}
