using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Admission;
using Granary.Grains.Models;
using Granary.Grains.Providers;

namespace Granary.Grains.Tests.Models;

public sealed class ModelRequestExecutorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_comes_back_and_its_lease_with_what_was_measured()
    {
        var handler = new ScriptedHandler().Answer(200, ExecutorHarness.Completion);
        var harness = new ExecutorHarness(handler);
        var call = ExecutorHarness.Call() with { Parameters = new Dictionary<string, JsonElement> { ["temperature"] = JsonDocument.Parse("0.5").RootElement } };
        var result = await harness.Executor.CallAsync(call, Token);

        Assert.Equal(new ModelAnswer("hello", "stop"), result.Answer);
        Assert.Equal((1, new TokenUsage(7, 3, 0)), (result.Attempts, result.Usage));
        Assert.Equal("""{"model":"gpt-x","messages":[{"role":"user","content":"hi"}],"temperature":0.5}""", handler.Bodies.Single());
        Assert.Equal(new Uri("http://provider.test/v1/chat/completions"), handler.Requests[0].RequestUri);
        harness.Admission.AssertReleased(ReleaseOutcome.Success);
        Assert.Equal((7L, 3L), (harness.Admission.Reports[0].InputTokens, harness.Admission.Reports[0].OutputTokens));
        Assert.Equal(1, harness.Admission.AcceptedCount);
        Assert.Equal(new ResourceKey("main", "gpt-x", Domain.Chat), harness.Admission.Requests[0].Key);
    }

    [Fact]
    public async Task Unavailable_then_answer_is_two_calls_under_two_leases_with_a_pause_between()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(503, "{}").Answer(200, ExecutorHarness.Completion));
        var result = await harness.DrivenAsync(harness.CallAsync("bulk"));

        Assert.True(result.Succeeded);
        Assert.Equal(2, result.Attempts);
        harness.Admission.AssertReleased(ReleaseOutcome.ProviderFailure, ReleaseOutcome.Success);
        Assert.True(harness.Admission.Reports[0].ServerFault);
        Assert.InRange(harness.Clock.Elapsed.TotalSeconds, 1.6, 2.45);
    }

    [Fact]
    public async Task Retries_end_after_three()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(502, "{}"));
        var result = await harness.DrivenAsync(harness.CallAsync());
        Assert.Equal((ModelFailureKind.InternalServer, 502, 4), (result.Failure!.Kind, result.Failure.Status, result.Attempts));
        Assert.Equal(4, harness.Admission.Outcomes.Count);
        Assert.Equal(0, harness.Admission.Active);
        Assert.Equal(17, harness.Admission.RetryTokens);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(400)]
    [InlineData(401)]
    public async Task What_another_send_cannot_cure_is_sent_once(int status)
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(status, "{}"));
        var result = await harness.CallAsync();
        Assert.Equal((status, 1, false), (result.Failure!.Status, result.Attempts, result.Failure.Preserved));
        harness.Admission.AssertReleased(ReleaseOutcome.ProviderFailure);
    }

    [Fact]
    public async Task Provider_can_forbid_a_retry()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(503, "{}", ("x-should-retry", "false")));
        Assert.Equal(1, (await harness.CallAsync()).Attempts);
    }

    [Fact]
    public async Task Rate_limit_of_bulk_goes_back_at_once_and_is_preserved()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(429, "{}", ("retry-after", "3")));
        var result = await harness.CallAsync("bulk");
        Assert.Equal((ModelFailureKind.RateLimit, 1, true, TimeSpan.FromSeconds(3)), (result.Failure!.Kind, result.Attempts, result.Failure.Preserved, result.Failure.RetryAfter));
        harness.Admission.AssertReleased(ReleaseOutcome.RateLimited);
        Assert.Equal(TimeSpan.FromSeconds(3), harness.Admission.Reports[0].RetryAfter);
    }

    [Theory]
    [InlineData("interactive")]
    [InlineData("standard")]
    public async Task Rate_limit_of_others_waits_in_the_queue_again_without_pause_or_budget(string band)
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(429, "{}").Answer(429, "{}").Answer(200, ExecutorHarness.Completion));
        var result = await harness.CallAsync(band);
        Assert.True(result.Succeeded);
        harness.Admission.AssertReleased(ReleaseOutcome.RateLimited, ReleaseOutcome.RateLimited, ReleaseOutcome.Success);
        Assert.Equal((TimeSpan.Zero, 20, 2), (harness.Clock.Elapsed, harness.Admission.RetryTokens, result.RateLimited));

        // Whoever asks again stands where it stood.
        Assert.Equal([0L, 1L, 1L], harness.Admission.Requests.Select(static r => r.Arrival.Number));
        Assert.Equal([1L, 2L, 3L], harness.Admission.Requests.Select(static r => r.Attempt));
    }

    [Fact]
    public async Task Empty_budget_ends_retries_and_says_so()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(503, "{}"));
        harness.Admission.RetryTokens = 0;
        var result = await harness.CallAsync();
        Assert.Equal("The provider answered 503 (internal_server). No retry: retry_budget_exhausted.", result.Failure!.Message);
        Assert.Equal(1, result.Attempts);
    }

    [Fact]
    public async Task Nobody_pauses_past_the_deadline()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(503, "{}"));
        var result = await harness.CallAsync(deadline: TimeSpan.FromSeconds(1));
        Assert.Equal((503, 1, TimeSpan.Zero), (result.Failure!.Status, result.Attempts, harness.Clock.Elapsed));
    }

    [Theory]
    [InlineData("{\"choices\":[]}")]
    [InlineData("{\"choices\":[{\"index\":0}]}")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":5}}]}")]
    [InlineData("{\"choices\":[{\"message\"")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"error\":{\"message\":\"oops\",\"type\":\"server_error\"}}")]
    public async Task Broken_answer_under_200_is_trouble_at_the_provider_and_sent_again(string body)
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(200, body).Answer(200, ExecutorHarness.Completion));
        var result = await harness.DrivenAsync(harness.CallAsync());
        Assert.True(result.Succeeded);
        harness.Admission.AssertReleased(ReleaseOutcome.ProviderFailure, ReleaseOutcome.Success);
        Assert.True(harness.Admission.Reports[0].ServerFault);
    }

    [Fact]
    public async Task Connection_that_fails_is_tried_again()
    {
        var harness = new ExecutorHarness(
            new ScriptedHandler().Fail(new HttpRequestException("refused")).Fail(new TaskCanceledException("connect")).Answer(200, ExecutorHarness.Completion));
        var result = await harness.DrivenAsync(harness.CallAsync());
        Assert.True(result.Succeeded);
        harness.Admission.AssertReleased(ReleaseOutcome.ProviderFailure, ReleaseOutcome.ProviderFailure, ReleaseOutcome.Success);
    }

    [Theory]
    [InlineData(DenialReason.QueueTimeout, ModelFailureKind.RequestAdmissionTimeout, true)]
    [InlineData(DenialReason.Cooldown, ModelFailureKind.Timeout, true)]
    [InlineData(DenialReason.NoCapacity, ModelFailureKind.Timeout, true)]
    [InlineData(DenialReason.QueueFull, ModelFailureKind.Timeout, true)]
    [InlineData(DenialReason.Shutdown, ModelFailureKind.Shutdown, true)]
    [InlineData(DenialReason.HardPolicyDenial, ModelFailureKind.HardPolicyDenial, false)]
    public async Task Denial_is_a_failure_that_held_no_lease(DenialReason reason, ModelFailureKind kind, bool preserved)
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(200, ExecutorHarness.Completion));
        harness.Admission.Denials.Enqueue(new AdmissionDenial(reason, DenialBinding.Limit, "full", reason, TimeSpan.FromSeconds(2), 4));
        harness.Admission.Waited = TimeSpan.FromSeconds(5);
        var result = await harness.CallAsync();
        Assert.Equal((kind, preserved, 0, TimeSpan.FromSeconds(5)), (result.Failure!.Kind, result.Failure.Preserved, result.Attempts, result.Waited));
        harness.Admission.AssertReleased();
    }

    [Fact]
    public async Task Unknown_alias_is_a_policy_denial()
    {
        var harness = new ExecutorHarness(new ScriptedHandler());
        var result = await harness.Executor.CallAsync(ExecutorHarness.Call(alias: "wrter"), Token);
        Assert.Equal(ModelFailureKind.HardPolicyDenial, result.Failure!.Kind);
    }

    [Fact]
    public async Task Waiting_for_a_permit_is_told_and_its_end_too()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(200, ExecutorHarness.Completion));
        harness.Admission.Hold = new TaskCompletionSource();
        var told = new List<bool>();
        var call = harness.Executor.CallAsync(ExecutorHarness.Call(onWait: told.Add), Token);
        Assert.Equal([true], told);
        harness.Admission.Hold.SetResult();
        await call;
        Assert.Equal([true, false], told);
        harness.Admission.Hold = null;
        await harness.Executor.CallAsync(ExecutorHarness.Call(onWait: told.Add), Token);
        Assert.Equal([true, false], told);
    }

    [Fact]
    public async Task Listener_that_throws_costs_no_permit()
    {
        var harness = new ExecutorHarness(new ScriptedHandler());
        harness.Admission.Hold = new TaskCompletionSource();
        var call = harness.Executor.CallAsync(ExecutorHarness.Call(onWait: waits => _ = waits ? true : throw new InvalidOperationException("listener")), Token);
        harness.Admission.Hold.SetResult();
        await Assert.ThrowsAsync<InvalidOperationException>(() => call);
        harness.Admission.AssertReleased(ReleaseOutcome.UnexpectedException);
    }

    [Fact]
    public async Task Usage_that_nobody_tells_is_estimated_and_not_taught()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(200, """{"choices":[{"message":{"content":"12345678"}}]}"""));
        var result = await harness.CallAsync();
        var sent = """{"model":"gpt-x","messages":[{"role":"user","content":"hi"}]}""".Length;
        Assert.Equal(new TokenUsage(sent / 4, 2, (sent / 4) + 2), result.Usage);
        Assert.Equal((0L, 0L), (harness.Admission.Reports[0].InputTokens, harness.Admission.Reports[0].OutputTokens));
    }

    [Fact]
    public async Task Wait_bound_covers_all_attempts_together()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(429, "{}").Answer(200, ExecutorHarness.Completion));
        harness.Admission.Waited = TimeSpan.FromSeconds(4);
        var call = ExecutorHarness.Call() with { Caller = ExecutorHarness.Caller("interactive", TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(6)) };
        await harness.Executor.CallAsync(call, Token);
        Assert.Equal([TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(2)], harness.Admission.Requests.Select(r => r.MaxWait!.Value));
    }

    [Fact]
    public async Task Lease_is_renewed_every_20_seconds_while_the_call_runs()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        var harness = new ExecutorHarness(new ScriptedHandler().Then((_, _) => answer.Task), timeouts: new CallTimeouts(Total: TimeSpan.FromMinutes(10)));
        var call = harness.CallAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(65));
        Assert.Equal(3, harness.Admission.Renewals);
        answer.SetResult(ScriptedHandler.Response(200, new StringContent(ExecutorHarness.Completion), "application/json", []));
        await call;
        harness.Clock.Advance(TimeSpan.FromSeconds(65));
        Assert.Equal(3, harness.Admission.Renewals);
    }

    [Fact]
    public async Task Exception_of_our_own_gives_the_lease_back_and_surfaces()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Fail(new InvalidOperationException("ours")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => harness.CallAsync());
        harness.Admission.AssertReleased(ReleaseOutcome.UnexpectedException);
    }

    [Fact]
    public async Task Misuse_is_an_exception_before_any_lease()
    {
        var harness = new ExecutorHarness(new ScriptedHandler());
        var call = ExecutorHarness.Call() with { Parameters = new Dictionary<string, JsonElement> { ["model"] = default } };
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Executor.CallAsync(call, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => harness.CallAsync("urgent"));
        harness.Admission.AssertReleased();
    }

    [Fact]
    public async Task Call_ends_on_the_transport_it_began_with_when_the_document_changes()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        var harness = new ExecutorHarness(new ScriptedHandler().Then((_, _) => answer.Task));
        var call = harness.CallAsync();
        harness.Directory.Apply(new ProviderDocument([], []));
        Assert.Null(harness.Directory.Find("writer"));
        Assert.Equal(["+main/gpt-x/Chat writer 8", "-main/gpt-x writer"], harness.Admission.Registrations);
        answer.SetResult(ScriptedHandler.Response(200, new StringContent(ExecutorHarness.Completion), "application/json", []));
        Assert.True((await call).Succeeded);
    }
}
