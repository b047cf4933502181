using Granary.Abstractions.Models;
using Granary.Admission;
using Granary.Grains.Providers;
using Granary.Grains.Simulator;

namespace Granary.Grains.Tests.Models;

/// <summary>The same over real sockets and the real connection pool: what a broken connection looks like to the client code.</summary>
public sealed class WireRelayTests
{
    private const string Body = """{"model":"writer","stream":true}""";
    private const string First = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n";
    private const string Last = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private const string Done = "data: [DONE]\n\n";
    private const string Chunked = "transfer-encoding: chunked\r\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whole_stream_is_relayed()
    {
        var (result, sink, admission) = await RelayAsync(_ => (Stream(First, Last, Done) + "0\r\n\r\n", false));
        Assert.Equal((RelayEnd.Relayed, First + Last + Done), (result.End, sink.Text));
        admission.AssertReleased(ReleaseOutcome.Success);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stream_cut_after_two_events_is_cut(bool reset)
    {
        var sink = new RecordingSink();
        await using var server = new WireServer(_ => (Stream(First + First), reset)) { Later = (sink.Written(1), string.Empty) };
        var harness = Harness(server.BaseUrl);
        var result = await DrivenAsync(harness, harness.Executor.RelayAsync(ExecutorHarness.Relay(Body, streamed: true), sink, Token));
        Assert.Equal((RelayEnd.Cut, ModelFailureKind.ApiConnection, First + First), (result.End, result.Failure!.Kind, sink.Text));
        harness.Admission.AssertReleased(ReleaseOutcome.ProviderFailure);
    }

    [Fact]
    public async Task Close_without_end_marker_is_repaired()
    {
        var (result, sink, _) = await RelayAsync(_ => (WireServer.Head("text/event-stream", "connection: close\r\n") + First + Last, false));
        Assert.Equal((RelayEnd.Repaired, First + Last + Done), (result.End, sink.Text));
    }

    [Fact]
    public async Task Bad_chunk_framing_cuts_the_stream()
    {
        var sink = new RecordingSink();
        await using var server = new WireServer(_ => (Stream(First), false)) { Later = (sink.Written(1), "zz\r\nnonsense\r\n") };
        var harness = Harness(server.BaseUrl);
        var result = await DrivenAsync(harness, harness.Executor.RelayAsync(ExecutorHarness.Relay(Body, streamed: true), sink, Token));
        Assert.Equal((RelayEnd.Cut, First), (result.End, sink.Text));
        harness.Admission.AssertReleased(ReleaseOutcome.ProviderFailure);
    }

    [Fact]
    public async Task Plain_answer_of_the_wrong_length_is_sent_again()
    {
        var length = ExecutorHarness.Completion.Length;
        var (result, sink, admission) = await RelayAsync(n => (WireServer.Head("application/json", $"content-length: {length + (n == 1 ? 9 : 0)}\r\n") + ExecutorHarness.Completion, false));
        Assert.Equal((RelayEnd.Relayed, ExecutorHarness.Completion, 2), (result.End, sink.Text, result.Progress.Attempts));
        admission.AssertReleased(ReleaseOutcome.ProviderFailure, ReleaseOutcome.Success);
    }

    [Fact]
    public async Task Nobody_listening_is_a_connection_failure()
    {
        Uri closed;
        await using (var server = new WireServer(_ => (string.Empty, false)))
        {
            closed = server.BaseUrl;
        }

        var harness = Harness(closed);
        var result = await DrivenAsync(harness, harness.Executor.RelayAsync(ExecutorHarness.Relay(Body, streamed: true), new RecordingSink(), Token));
        Assert.Equal((RelayEnd.Failed, ModelFailureKind.ApiConnection, 4), (result.End, result.Failure!.Kind, result.Progress.Attempts));
        Assert.Equal(0, harness.Admission.Active);
    }

    [Fact]
    public async Task Redirect_is_not_followed()
    {
        var (result, _, _) = await RelayAsync(_ => ("HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 2\r\n\r\n{}", false));
        Assert.Equal((RelayEnd.Failed, 302, 1), (result.End, result.Failure!.Status, result.Progress.Attempts));
    }

    private static string Stream(params string[] events) => WireServer.Head("text/event-stream", Chunked) + WireServer.Chunks(events);

    private static ExecutorHarness Harness(Uri baseUrl)
    {
        var definition = new ProviderDefinition("main", ProviderKind.OpenAICompatible, baseUrl, null, null, [], CallTimeouts.Unset, null);
        return new ExecutorHarness(new Pool(new ProviderTransportFactory(new SimulatedProviders(TimeProvider.System)).Create(definition, null)), baseUrl);
    }

    private static async Task<(RelayResult Result, RecordingSink Sink, CountingAdmission Admission)> RelayAsync(Func<int, (string Answer, bool Reset)> script)
    {
        await using var server = new WireServer(script);
        var harness = Harness(server.BaseUrl);
        var sink = new RecordingSink();
        var result = await DrivenAsync(harness, harness.Executor.RelayAsync(ExecutorHarness.Relay(Body, streamed: true), sink, Token));
        return (result, sink, harness.Admission);
    }

    /// <summary>Only a pause before a retry needs the clock; it must not run while sockets work, or time-outs would pass.</summary>
    private static async Task<RelayResult> DrivenAsync(ExecutorHarness harness, Task<RelayResult> relay)
    {
        while (!relay.IsCompleted)
        {
            if (harness.Admission is { Active: 0, Acquired: > 0 })
            {
                harness.Clock.Advance(TimeSpan.FromSeconds(1));
            }

            await Task.Yield();
        }

        return await relay;
    }

    /// <summary>Sends through the real transport; the harness has put the address in already.</summary>
    private sealed class Pool(IProviderTransport transport) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(request.RequestUri!.AbsolutePath["/v1".Length..], UriKind.Relative);
            return transport.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            transport.Dispose();
            base.Dispose(disposing);
        }
    }
}
