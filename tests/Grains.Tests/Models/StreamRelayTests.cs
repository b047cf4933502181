using System.Text;
using Granary.Abstractions.Models;
using Granary.Admission;

namespace Granary.Grains.Tests.Models;

/// <summary>Every end a stream can come to, and every way its bytes can be cut.</summary>
public sealed class StreamRelayTests
{
    private const string Body = """{"model":"writer","stream":true}""";
    private const string First = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"h\u00e9\"},\"finish_reason\":null}]}\n\n";
    private const string Last = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private const string Usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}}\n\n";
    private const string Done = "data: [DONE]\n\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Bytes_are_the_same_however_they_were_cut_and_leave_in_whole_events(string line)
    {
        var text = (": hello\n\n" + First + First + Last + Done).Replace("\n", line, StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var cut = 0; cut < bytes.Length; cut++)
        {
            var (result, sink, admission) = await RelayAsync(() => new ScriptedStream([bytes.AsMemory(0, cut), bytes.AsMemory(cut)]));
            
            // Of the very last line feed nobody knows in time that it follows; all else is there.
            Assert.Equal((RelayEnd.Relayed, text.TrimEnd('\n')), (result.End, sink.Text.TrimEnd('\n')));
            Assert.All(sink.Writes, w => Assert.True(w.EndsWith(line + line, StringComparison.Ordinal) || w.EndsWith("\r\n\r", StringComparison.Ordinal), w));
            admission.AssertReleased(ReleaseOutcome.Success);
        }
    }

    [Fact]
    public async Task Each_event_leaves_when_it_is_there()
    {
        var (_, sink, _) = await RelayAsync(() => Bytes(First, Last[..10], Last[10..], Done));
        Assert.Equal([First, Last, Done], sink.Writes);
    }

    [Fact]
    public async Task Missing_end_marker_is_added_after_a_clean_close()
    {
        var (result, sink, admission) = await RelayAsync(() => Bytes(First, Last, "data: [DO"));
        Assert.Equal((RelayEnd.Repaired, First + Last + Done), (result.End, sink.Text));
        admission.AssertReleased(ReleaseOutcome.Success);
    }

    [Fact]
    public async Task Missing_end_marker_is_added_after_5_seconds_of_silence()
    {
        var harness = Harness(() => new ScriptedStream([Encoding.UTF8.GetBytes(First + Last)], hang: true));
        var sink = new RecordingSink();
        var relay = harness.Executor.RelayAsync(ExecutorHarness.Relay(Body, streamed: true), sink, Token);
        harness.Clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(relay.IsCompleted);
        harness.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((RelayEnd.Repaired, First + Last + Done), ((await relay).End, sink.Text));
        harness.Admission.AssertReleased(ReleaseOutcome.Success);
    }

    [Fact]
    public async Task Provider_that_does_not_close_after_its_end_marker_is_left_after_5_seconds()
    {
        var harness = Harness(() => new ScriptedStream([Encoding.UTF8.GetBytes(First + Last + Done)], hang: true));
        var relay = harness.Executor.RelayAsync(ExecutorHarness.Relay(Body, streamed: true), new RecordingSink(), Token);
        Assert.Equal(1, harness.Admission.Active);
        harness.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(RelayEnd.Relayed, (await relay).End);
        harness.Admission.AssertReleased(ReleaseOutcome.Success);
    }

    [Fact]
    public async Task Caller_that_leaves_after_the_end_marker_has_had_its_answer()
    {
        using var leaving = new CancellationTokenSource();
        var body = new ScriptedStream([Encoding.UTF8.GetBytes(First + Last + Done)], hang: true);
        var harness = Harness(() => body);
        var relay = harness.Executor.RelayAsync(ExecutorHarness.Relay(Body, streamed: true), new RecordingSink(), leaving.Token);
        await body.Drained.Task;
        await leaving.CancelAsync();
        Assert.Equal(RelayEnd.Relayed, (await relay).End);
        harness.Admission.AssertReleased(ReleaseOutcome.Success);
    }

    [Fact]
    public async Task Caller_that_leaves_in_the_middle_ends_the_provider_call()
    {
        using var leaving = new CancellationTokenSource();
        var body = new ScriptedStream([Encoding.UTF8.GetBytes(First)], hang: true);
        var harness = Harness(() => body);
        var relay = harness.Executor.RelayAsync(ExecutorHarness.Relay(Body, streamed: true), new RecordingSink(), leaving.Token);
        await body.Drained.Task;
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => relay);
        harness.Admission.AssertReleased(ReleaseOutcome.LocalCancelled);
    }

    [Theory]
    [InlineData(First, First)]
    [InlineData(First + "data: {\"ch", First)]
    [InlineData(First + "data: {\"choices\":[}\n\n" + Done, First)]
    [InlineData(First + "data: nonsense\n\n", First)]
    [InlineData(First + "data: {\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n", First + "data: {\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")]
    public async Task Stream_that_ends_before_its_answer_is_cut_behind_the_last_good_event(string sent, string relayed)
    {
        var (result, sink, admission) = await RelayAsync(() => Bytes(sent));
        Assert.Equal((RelayEnd.Cut, ModelFailureKind.ApiConnection, relayed, 1), (result.End, result.Failure!.Kind, sink.Text, result.Progress.Attempts));
        admission.AssertReleased(ReleaseOutcome.ProviderFailure);
        Assert.True(admission.Reports[0].ServerFault);
    }

    [Fact]
    public async Task Stream_that_breaks_is_cut()
    {
        var (result, sink, admission) = await RelayAsync(() => new ScriptedStream([Encoding.UTF8.GetBytes(First)], new IOException("reset")));
        Assert.Equal((RelayEnd.Cut, First), (result.End, sink.Text));
        admission.AssertReleased(ReleaseOutcome.ProviderFailure);
    }

    [Fact]
    public async Task Stream_that_breaks_before_its_first_event_is_sent_again()
    {
        var harness = new ExecutorHarness(new ScriptedHandler().Stream(() => new ScriptedStream([], new IOException("reset"))).Stream(() => Bytes(First, Last, Done)));
        var sink = new RecordingSink();
        var result = await harness.DrivenAsync(harness.Executor.RelayAsync(ExecutorHarness.Relay(Body, streamed: true), sink, Token));
        Assert.Equal((RelayEnd.Relayed, First + Last + Done, 2), (result.End, sink.Text, sink.Progress!.Attempts));
        harness.Admission.AssertReleased(ReleaseOutcome.ProviderFailure, ReleaseOutcome.Success);
    }

    [Fact]
    public async Task Silent_stream_is_a_provider_timeout()
    {
        var harness = Harness(() => new ScriptedStream([Encoding.UTF8.GetBytes(First)], hang: true));
        var relay = harness.Executor.RelayAsync(ExecutorHarness.Relay(Body, streamed: true), new RecordingSink(), Token);
        harness.Clock.Advance(TimeSpan.FromSeconds(30));
        var result = await relay;
        Assert.Equal((RelayEnd.Cut, ModelFailureKind.Timeout), (result.End, result.Failure!.Kind));
        harness.Admission.AssertReleased(ReleaseOutcome.ProviderTimeout);
    }

    [Fact]
    public async Task Deadline_cuts_the_stream_and_teaches_nothing()
    {
        var harness = Harness(() => new ScriptedStream([Encoding.UTF8.GetBytes(First)], hang: true));
        var relay = harness.Executor.RelayAsync(ExecutorHarness.Relay(Body, streamed: true, deadline: TimeSpan.FromSeconds(9)), new RecordingSink(), Token);
        harness.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal((RelayEnd.Cut, ModelFailureKind.DeadlineExceeded), ((await relay).End, (await relay).Failure!.Kind));
        harness.Admission.AssertReleased(ReleaseOutcome.LocalTimeout);
    }

    [Theory]
    [InlineData("rate_limit_exceeded", ModelFailureKind.RateLimit, ReleaseOutcome.RateLimited)]
    [InlineData("server_error", ModelFailureKind.ApiConnection, ReleaseOutcome.ProviderFailure)]
    public async Task Providers_error_event_is_relayed_and_ends_the_stream_by_its_kind(string code, ModelFailureKind kind, ReleaseOutcome outcome)
    {
        var error = $"data: {{\"error\":{{\"code\":\"{code}\",\"message\":\"m\"}}}}\n\n";
        var (result, sink, admission) = await RelayAsync(() => Bytes(First, error + Last + Done));
        Assert.Equal((RelayEnd.Cut, kind, true, First + error), (result.End, result.Failure!.Kind, result.ErrorEventRelayed, sink.Text));
        admission.AssertReleased(outcome);
    }

    [Fact]
    public async Task Event_above_4_MiB_cuts_the_stream()
    {
        var large = Encoding.UTF8.GetBytes("data: {\"x\":\"" + new string('a', 5 << 20) + "\"}\n\n");
        var (result, sink, _) = await RelayAsync(() => new ScriptedStream([Encoding.UTF8.GetBytes(First), large]));
        Assert.Equal((RelayEnd.Cut, First), (result.End, sink.Text));
    }

    [Fact]
    public async Task Usage_is_asked_for_and_exactly_its_own_event_held_back()
    {
        var handler = new ScriptedHandler().Stream(() => Bytes(First + Last + Usage + Done));
        var harness = new ExecutorHarness(handler);
        var sink = new RecordingSink();
        await harness.Executor.RelayAsync(ExecutorHarness.Relay(Body, streamed: true), sink, Token);
        Assert.Equal("""{"stream_options":{"include_usage":true},"model":"gpt-x","stream":true}""", handler.Bodies.Single());
        Assert.Equal(First + Last + Done, sink.Text);
        Assert.Equal((9L, 4L), (harness.Admission.Reports[0].InputTokens, harness.Admission.Reports[0].OutputTokens));
    }

    [Fact]
    public async Task Usage_that_the_caller_asked_for_is_relayed()
    {
        var handler = new ScriptedHandler().Stream(() => Bytes(First + Last + Usage + Done));
        var harness = new ExecutorHarness(handler);
        var sink = new RecordingSink();
        await harness.Executor.RelayAsync(ExecutorHarness.Relay("""{"model":"writer","stream":true,"stream_options":{"include_usage":true}}""", streamed: true), sink, Token);
        Assert.Equal("""{"model":"gpt-x","stream":true,"stream_options":{"include_usage":true}}""", handler.Bodies.Single());
        Assert.Equal(First + Last + Usage + Done, sink.Text);
        Assert.Equal(4, harness.Admission.Reports[0].OutputTokens);
    }

    private static ScriptedStream Bytes(params string[] pieces) => new(pieces.Select(p => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(p)));

    private static ExecutorHarness Harness(Func<Stream> body) => new(new ScriptedHandler().Stream(body));

    private static async Task<(RelayResult Result, RecordingSink Sink, CountingAdmission Admission)> RelayAsync(Func<Stream> body)
    {
        var harness = Harness(body);
        var sink = new RecordingSink();
        return (await harness.Executor.RelayAsync(ExecutorHarness.Relay(Body, streamed: true), sink, Token), sink, harness.Admission);
    }
}
