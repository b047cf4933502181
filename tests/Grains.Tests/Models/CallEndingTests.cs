using System.Text;
using Granary.Abstractions.Models;
using Granary.Admission;
using Granary.Grains.Providers;

namespace Granary.Grains.Tests.Models;

/// <summary>Time-outs, deadlines and cancellation at every place where a call can wait.</summary>
public sealed class CallEndingTests
{
    private static readonly CallTimeouts Timeouts = new(FirstByte: TimeSpan.FromSeconds(10), Idle: TimeSpan.FromSeconds(3), Total: TimeSpan.FromSeconds(20));

    private static ReadOnlyMemory<byte> Half => Encoding.UTF8.GetBytes(ExecutorHarness.Completion[..20]);

    [Fact]
    public async Task Silence_before_the_headers_is_a_provider_timeout()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Hang(), timeouts: Timeouts);
        await TimesOutAsync(harness, harness.CallAsync(), 10, ReleaseOutcome.ProviderTimeout);
    }

    [Fact]
    public async Task Silence_in_the_answer_is_a_provider_timeout()
    {
        var body = new ScriptedStream([Half], hang: true);
        var harness = new ExecutorHarness(Plain(body), timeouts: Timeouts);
        await TimesOutAsync(harness, harness.CallAsync(), 3, ReleaseOutcome.ProviderTimeout);
    }

    [Fact]
    public async Task Whole_attempt_has_a_bound()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Hang(), timeouts: Timeouts with { FirstByte = TimeSpan.FromMinutes(1) });
        await TimesOutAsync(harness, harness.CallAsync(), 20, ReleaseOutcome.ProviderTimeout);
    }

    [Fact]
    public async Task Callers_deadline_is_no_evidence_about_the_provider()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Hang(), timeouts: Timeouts);
        await TimesOutAsync(harness, harness.CallAsync(deadline: TimeSpan.FromSeconds(5)), 5, ReleaseOutcome.LocalTimeout, ModelFailureKind.DeadlineExceeded);
    }

    [Fact]
    public async Task Error_status_counts_even_if_its_body_never_comes()
    {
        var harness = new ExecutorHarness(
            new ScriptedHandler().Then((_, _) => Task.FromResult(ScriptedHandler.Response(400, new StreamContent(new ScriptedStream([], hang: true)), "application/json", []))),
            timeouts: Timeouts);
        var result = await harness.DrivenAsync(harness.CallAsync());
        Assert.Equal(ModelFailureKind.BadRequest, result.Failure!.Kind);
        harness.Admission.AssertReleased(ReleaseOutcome.ProviderFailure);
    }

    [Fact]
    public async Task Cancelled_before_it_began_leaves_nothing()
    {
        var harness = new ExecutorHarness(new ScriptedHandler());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => harness.Executor.CallAsync(ExecutorHarness.Call(), new CancellationToken(canceled: true)));
        harness.Admission.AssertReleased();
    }

    [Fact]
    public async Task Cancelled_while_waiting_for_a_permit_holds_none()
    {
        var harness = new ExecutorHarness(new ScriptedHandler());
        harness.Admission.Hold = new TaskCompletionSource();
        var told = new List<bool>();
        await CancelledAsync(harness, ExecutorHarness.Call(onWait: told.Add), Task.CompletedTask);
        harness.Admission.AssertReleased();
        Assert.Equal([true, false], told);
    }

    [Fact]
    public async Task Cancelled_while_sending_gives_the_lease_back()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Hang());
        await CancelledAsync(harness, ExecutorHarness.Call(), Task.CompletedTask);
        harness.Admission.AssertReleased(ReleaseOutcome.LocalCancelled);
    }

    [Fact]
    public async Task Cancelled_while_reading_gives_the_lease_back()
    {
        var body = new ScriptedStream([Half], hang: true);
        var harness = new ExecutorHarness(Plain(body));
        await CancelledAsync(harness, ExecutorHarness.Call(), body.Drained.Task);
        harness.Admission.AssertReleased(ReleaseOutcome.LocalCancelled);
    }

    [Fact]
    public async Task Cancelled_while_reading_a_refusal_gives_the_lease_back()
    {
        var body = new ScriptedStream([Half], hang: true);
        var harness = new ExecutorHarness(
            new ScriptedHandler().Then((_, _) => Task.FromResult(ScriptedHandler.Response(503, new StreamContent(body), "application/json", []))));
        await CancelledAsync(harness, ExecutorHarness.Call(), body.Drained.Task);
        harness.Admission.AssertReleased(ReleaseOutcome.LocalCancelled);
    }

    [Fact]
    public async Task Cancelled_while_pausing_holds_no_lease()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(503, "{}"));
        await CancelledAsync(harness, ExecutorHarness.Call(), Task.CompletedTask);
        harness.Admission.AssertReleased(ReleaseOutcome.ProviderFailure);
    }

    [Fact]
    public async Task Connection_that_breaks_because_the_caller_left_is_the_callers_leaving()
    {
        using var leaving = new CancellationTokenSource();
        var harness = new ExecutorHarness(new ScriptedHandler().Then(async (_, _) =>
        {
            await leaving.CancelAsync();
            throw new HttpRequestException("reset");
        }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => harness.Executor.CallAsync(ExecutorHarness.Call(), leaving.Token));
        harness.Admission.AssertReleased(ReleaseOutcome.LocalCancelled);
    }

    private static ScriptedHandler Plain(Stream body) =>
        new ScriptedHandler().Then((_, _) => Task.FromResult(ScriptedHandler.Response(200, new StreamContent(body), "application/json", [])));

    private static async Task CancelledAsync(ExecutorHarness harness, ModelCall call, Task reached)
    {
        using var leaving = new CancellationTokenSource();
        var running = harness.Executor.CallAsync(call, leaving.Token);
        await reached;
        Assert.False(running.IsCompleted);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static async Task TimesOutAsync(ExecutorHarness harness, Task<ModelCallResult> call, int seconds, ReleaseOutcome outcome, ModelFailureKind kind = ModelFailureKind.Timeout)
    {
        harness.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        harness.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var result = await call;
        Assert.Equal((kind, 1), (result.Failure!.Kind, result.Attempts));
        harness.Admission.AssertReleased(outcome);
        Assert.Equal(TimeSpan.FromSeconds(seconds), harness.Admission.Reports[0].Latency);
    }
}
