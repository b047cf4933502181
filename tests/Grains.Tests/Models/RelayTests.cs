using System.Text;
using Granary.Abstractions.Models;
using Granary.Admission;

namespace Granary.Grains.Tests.Models;

/// <summary>Relays over a scripted handler: what is sent on, what is checked, what comes back.</summary>
public sealed class RelayTests
{
    private const string Body = """{ "messages": [],   "model" : "writer" , "x":"writer" }""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_value_of_model_differs_in_what_is_sent_on()
    {
        var handler = new ScriptedHandler().Answer(200, ExecutorHarness.Completion, ("x-request-id", "up-1"), ("openai-model", "gpt-x"), ("set-cookie", "a=b"));
        var harness = new ExecutorHarness(handler);
        var sink = new RecordingSink();
        var result = await harness.Executor.RelayAsync(ExecutorHarness.Relay(Body), sink, Token);

        Assert.Equal("""{ "messages": [],   "model" : "gpt-x" , "x":"writer" }""", handler.Bodies.Single());
        Assert.Equal((RelayEnd.Relayed, ExecutorHarness.Completion, 200), (result.End, sink.Text, sink.Status));
        Assert.Equal([new("content-type", "application/json"), new("openai-model", "gpt-x")], sink.Headers);
        Assert.Equal(new RelayProgress("main", 1, TimeSpan.Zero, "up-1"), result.Progress);
        Assert.Equal("identity", handler.Requests[0].Headers.AcceptEncoding.ToString());
        harness.Admission.AssertReleased(ReleaseOutcome.Success);
        Assert.Equal(10, harness.Admission.Requests[0].EstimatedTokens);
    }

    [Theory]
    [InlineData("{\"id\":")]
    [InlineData("")]
    [InlineData("{\"error\":{\"message\":\"x\",\"type\":\"server_error\"}}")]
    public async Task Broken_plain_answer_is_sent_again_before_the_caller_sees_a_byte(string broken)
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(200, broken).Answer(200, ExecutorHarness.Completion));
        var sink = new RecordingSink();
        var result = await harness.DrivenAsync(harness.Executor.RelayAsync(ExecutorHarness.Relay(Body), sink, Token));
        Assert.Equal((RelayEnd.Relayed, ExecutorHarness.Completion, 2), (result.End, sink.Text, result.Progress.Attempts));
        harness.Admission.AssertReleased(ReleaseOutcome.ProviderFailure, ReleaseOutcome.Success);
    }

    [Theory]
    [InlineData(400, "{\"error\":{\"code\":\"context_length_exceeded\"}}")]
    [InlineData(404, "no such model")]
    [InlineData(422, "{\"detail\":[]}")]
    [InlineData(500, "{\"error\":{\"message\":\"x\"}}")]
    [InlineData(429, "{\"error\":{\"message\":\"slow down\"}}")]
    public async Task Providers_own_error_is_relayed_with_its_body(int status, string body)
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(status, body, ("retry-after-ms", "1500")));
        var sink = new RecordingSink();
        var result = await harness.Executor.RelayAsync(ExecutorHarness.Relay(Body, band: "bulk"), sink, Token);
        Assert.Equal((RelayEnd.Relayed, status, body), (result.End, sink.Status, sink.Text));
        Assert.Equal(
            status == 429 ? ["content-type: application/json", "retry-after: 2", "retry-after-ms: 1500", "x-should-retry: true"] : ["content-type: application/json"],
            sink.Headers.Select(h => $"{h.Key}: {h.Value}"));
        Assert.Equal(0, harness.Admission.Active);
    }

    [Theory]
    [InlineData(401, "{\"error\":{\"message\":\"bad key sk-123\"}}", ModelFailureKind.Authentication)]
    [InlineData(403, "{\"error\":{\"message\":\"x\"}}", ModelFailureKind.Permission)]
    [InlineData(408, "{\"error\":{\"message\":\"x\"}}", ModelFailureKind.Timeout)]
    [InlineData(429, "{\"error\":{\"code\":\"insufficient_quota\"}}", ModelFailureKind.QuotaExceeded)]
    [InlineData(500, "<html>", ModelFailureKind.InternalServer)]
    [InlineData(429, "busy", ModelFailureKind.RateLimit)]
    [InlineData(302, "{}", ModelFailureKind.ApiError)]
    public async Task What_concerns_our_account_or_says_nothing_is_not_relayed(int status, string body, ModelFailureKind kind)
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(status, body));
        var sink = new RecordingSink();
        var result = await harness.Executor.RelayAsync(ExecutorHarness.Relay(Body, band: "bulk"), sink, Token);
        Assert.Equal((RelayEnd.Failed, kind, status, 0), (result.End, result.Failure!.Kind, result.Failure.Status, sink.Starts));
        Assert.DoesNotContain("sk-123", result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, harness.Admission.Active);
    }

    [Fact]
    public async Task Header_that_cannot_be_sent_is_left_out()
    {
        var handler = new ScriptedHandler().Answer(200, ExecutorHarness.Completion);
        var call = ExecutorHarness.Relay(Body) with { Headers = [new("user-agent", "caf\u00e9"), new("accept", "application/json")] };
        var result = await new ExecutorHarness(handler).Executor.RelayAsync(call, new RecordingSink(), Token);
        Assert.Equal(RelayEnd.Relayed, result.End);
        Assert.Equal(["ACCEPT", "ACCEPT-ENCODING"], handler.Requests[0].Headers.Select(h => h.Key.ToUpperInvariant()).Order(StringComparer.Ordinal));
        Assert.Equal("application/json", handler.Requests[0].Content!.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Denial_is_told_with_what_bound()
    {
        var harness = new ExecutorHarness(new ScriptedHandler());
        harness.Admission.Denials.Enqueue(
            new AdmissionDenial(DenialReason.QueueTimeout, DenialBinding.Share, "limit 12 in force", DenialReason.NoCapacity, TimeSpan.FromSeconds(2), 4));
        var sink = new RecordingSink();
        var result = await harness.Executor.RelayAsync(ExecutorHarness.Relay(Body), sink, Token);
        Assert.Equal((RelayEnd.Denied, 0), (result.End, sink.Starts));
        Assert.Equal(new AdmissionRefusal("queue_timeout", "share", "limit 12 in force", TimeSpan.FromSeconds(2), 4, "no_capacity"), result.Denial);
    }

    [Fact]
    public async Task Answer_above_4_MiB_passes_through()
    {
        var large = Encoding.UTF8.GetBytes("{\"x\":\"" + new string('a', 5 << 20) + "\"}");
        var harness = new ExecutorHarness(new ScriptedHandler().Then((_, _) =>
            Task.FromResult(ScriptedHandler.Response(200, new StreamContent(new ScriptedStream(Pieces(large, 60_000))), "application/json", []))));
        var sink = new RecordingSink();
        var result = await harness.Executor.RelayAsync(ExecutorHarness.Relay(Body), sink, Token);
        Assert.Equal((RelayEnd.Relayed, large.Length), (result.End, sink.Text.Length));
        Assert.True(sink.Writes.Count > 10);
        harness.Admission.AssertReleased(ReleaseOutcome.Success);
    }

    [Fact]
    public async Task Long_answer_that_breaks_after_the_first_byte_is_cut()
    {
        var large = new byte[5 << 20];
        var harness = new ExecutorHarness(new ScriptedHandler().Then((_, _) =>
            Task.FromResult(ScriptedHandler.Response(200, new StreamContent(new ScriptedStream(Pieces(large, 60_000), new IOException("reset"))), "application/json", []))));
        var result = await harness.Executor.RelayAsync(ExecutorHarness.Relay(Body), new RecordingSink(), Token);
        Assert.Equal((RelayEnd.Cut, ModelFailureKind.ApiConnection, 1), (result.End, result.Failure!.Kind, result.Progress.Attempts));
        harness.Admission.AssertReleased(ReleaseOutcome.ProviderFailure);
    }

    [Fact]
    public async Task Caller_whose_connection_is_broken_is_no_failure_of_the_provider()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(200, ExecutorHarness.Completion));
        var sink = new RecordingSink { OnWrite = _ => throw new IOException("gone") };
        var result = await harness.Executor.RelayAsync(ExecutorHarness.Relay(Body), sink, Token);
        Assert.Equal(RelayEnd.Cut, result.End);
        harness.Admission.AssertReleased(ReleaseOutcome.LocalCancelled);
    }

    [Fact]
    public async Task Caller_that_takes_nothing_is_left_after_30_seconds()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Answer(200, ExecutorHarness.Completion));
        var sink = new RecordingSink { OnWrite = token => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token) };
        var relay = harness.Executor.RelayAsync(ExecutorHarness.Relay(Body), sink, Token);
        harness.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(relay.IsCompleted);
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RelayEnd.Cut, (await relay).End);
        harness.Admission.AssertReleased(ReleaseOutcome.LocalCancelled);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(byte[] bytes, int size) => bytes.Chunk(size).Select(c => (ReadOnlyMemory<byte>)c);
}
