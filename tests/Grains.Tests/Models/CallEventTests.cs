using Granary.Abstractions.Models;
using Granary.Admission;
using Granary.Admission.Buckets;
using Granary.Admission.Events;

namespace Granary.Grains.Tests.Models;

/// <summary>What the executor reports to admission and to the request stream.</summary>
public sealed class CallEventTests
{
    [Fact]
    public async Task A_retried_call_is_told_attempt_by_attempt()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(503, "{}").Answer(200, ExecutorHarness.Completion));
        harness.Admission.Recorded.Wanted = RequestEventKinds.All;
        var call = ExecutorHarness.Call() with { Caller = new CallerContext("t", "standard", RunId: "r_1", Column: "c") };
        var result = await harness.DrivenAsync(harness.Executor.CallAsync(call, TestContext.Current.CancellationToken));
        Assert.True(result.Succeeded);
        Assert.Equal(
            [
                (RequestEventKind.ModelRequestStarted, 1L, null), (RequestEventKind.ModelRequestCompleted, 1L, "internal_server"),
                (RequestEventKind.RetryScheduled, 1L, "internal_server"), (RequestEventKind.ModelRequestStarted, 2L, null),
                (RequestEventKind.ModelRequestCompleted, 2L, "ok"),
            ],
            harness.Admission.Recorded.All.Select(static e => (e.Kind, e.Attempt, e.Reason)));
        Assert.All(harness.Admission.Recorded.All, static e => Assert.Equal(("r_1", "c"), (e.Correlation!.RunId, e.Correlation.Column)));
        Assert.Equal([1L, 2L], harness.Admission.Recorded.All.Where(static e => e.Kind == RequestEventKind.ModelRequestStarted).Select(static e => e.Facts[0].Value));
        var ended = harness.Admission.Recorded.All[^1];
        Assert.Equal([("durationSeconds", 0.0), ("inputTokens", 7L), ("outputTokens", 3L), ("estimatedTokens", 0L)], ended.Facts.Select(static f => (f.Name, f.Value)));
        Assert.Equal(2, ended.Lease!.Value.Number);
    }

    [Fact]
    public async Task An_empty_budget_and_a_leaving_caller_are_told()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(503, "{}"));
        harness.Admission.Recorded.Wanted = RequestEventKinds.Of(RequestEventKind.RetryBudgetExhausted);
        harness.Admission.RetryTokens = 0;
        await harness.CallAsync();
        Assert.Equal("internal_server", Assert.Single(harness.Admission.Recorded.All).Reason);

        var hanging = new ExecutorHarness(new ScriptedHandler().Hang());
        hanging.Admission.Recorded.Wanted = RequestEventKinds.Of(RequestEventKind.ModelRequestCompleted);
        using var leaving = new CancellationTokenSource();
        var running = hanging.Executor.CallAsync(ExecutorHarness.Call(), leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal("cancelled", Assert.Single(hanging.Admission.Recorded.All).Reason);
    }

    [Fact]
    public async Task Yes_is_reported_once_with_its_rate_fields()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(200, ExecutorHarness.Completion, ("x-ratelimit-remaining-requests", "41"), ("x-other", "1")));
        await harness.CallAsync();
        Assert.Equal(1, harness.Admission.AcceptedCount);
        Assert.Equal((BucketKind.Requests, 41L), (harness.Admission.Rates[0]!.Readings[0].Unit, harness.Admission.Rates[0]!.Readings[0].Remaining!.Value));

        var plain = new ExecutorHarness(new ScriptedHandler().Answer(200, ExecutorHarness.Completion));
        await plain.CallAsync();
        Assert.Null(Assert.Single(plain.Admission.Rates));
    }

    [Fact]
    public async Task A_refusal_is_reported_with_its_cause_bucket_and_rate_fields()
    {
        var harness = new ExecutorHarness(
            new ScriptedHandler().Answer(429, "{}", ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "1m"), ("retry-after", "3")));
        var result = await harness.CallAsync("bulk");
        Assert.Equal((1, 1), (result.Attempts, result.RateLimited));
        var report = harness.Admission.Reports[0];
        Assert.Equal((AnswerCause.Bucket, BucketKind.Tokens, TimeSpan.FromSeconds(3)), (report.Cause, report.Bucket, report.RetryAfter));
        Assert.Equal(0, report.Rates!.Readings[0].Remaining);
        Assert.Equal(0, harness.Admission.AcceptedCount);
    }
}
