using System.ClientModel;
using System.Net.Http.Json;
using System.Text.Json;
using Granary.Grains.Simulator;
using Granary.TestKit;
using OpenAI;
using OpenAI.Chat;

namespace Granary.Grains.Tests.Simulator;

/// <summary>Over real sockets, with the client library that users have.</summary>
public sealed class ProviderSimulatorAppTests
{
    private static readonly SimulatorSettings Settings = SimulatorHarness.Quick with { Latency = TimeSpan.Zero };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenAI_client_gets_plain_and_streamed_answers()
    {
        await using var host = await ProviderSimulatorHost.StartAsync(Settings, 0, TimeProvider.System, Token);
        var client = Client(host);
        var plain = await client.CompleteChatAsync([new UserChatMessage("Describe a harbour.")], cancellationToken: Token);
        var streamed = string.Empty;
        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("Describe a harbour.")], cancellationToken: Token))
        {
            streamed += string.Concat(update.ContentUpdate.Select(p => p.Text));
        }

        Assert.Equal(ChatFinishReason.Stop, plain.Value.FinishReason);
        Assert.Equal(plain.Value.Content[0].Text, streamed);
        Assert.Equal((2L, 2L), (host.Provider.Stats().Calls, host.Provider.Stats().Answered));
    }

    [Fact]
    public async Task OpenAI_client_sees_a_server_error()
    {
        await using var host = await ProviderSimulatorHost.StartAsync(Settings with { Errors = new(Server: 1) }, 0, TimeProvider.System, Token);
        var failure = await Assert.ThrowsAsync<ClientResultException>(() => Client(host).CompleteChatAsync([new UserChatMessage("a")], cancellationToken: Token));
        Assert.InRange(failure.Status, 500, 503);
    }

    [Fact]
    public async Task Cut_answer_breaks_the_connection()
    {
        await using var host = await ProviderSimulatorHost.StartAsync(Settings with { Errors = new(Cut: 1) }, 0, TimeProvider.System, Token);
        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            using var response = await http.PostAsync(new Uri(host.BaseUrl + "/chat/completions"), new StringContent(SimulatorHarness.Body("a")), Token);
            await response.Content.ReadAsByteArrayAsync(Token);
        });
        Assert.Equal(0, host.Provider.Stats().Admitted);
    }

    [Fact]
    public async Task Program_prints_its_address_serves_and_leaves_its_counters_behind()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var output = new LineWriter();
        var running = ProviderSimulatorApp.RunAsync(["--port", "0", "--latency", "0s", "--dump", folder.File("counters.json")], output, TextWriter.Null, stop.Token);
        var address = await output.FirstLine;
        using (var http = new HttpClient())
        {
            using var answer = await http.PostAsync(new Uri(address + "/chat/completions"), new StringContent(SimulatorHarness.Body("a")), Token);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync(Token);
            var stats = await http.GetFromJsonAsync<JsonElement>(new Uri(new Uri(address), "/_sim/stats"), Token);
            Assert.Equal(1, stats.GetProperty("answered").GetInt32());
        }

        await stop.CancelAsync();
        Assert.Equal(0, await running);
        using var dump = JsonDocument.Parse(await File.ReadAllBytesAsync(folder.File("counters.json"), Token));
        Assert.Equal(1, dump.RootElement.GetProperty("calls").GetInt32());
        Assert.Single(dump.RootElement.GetProperty("prompts").EnumerateObject());
    }

    [Fact]
    public async Task Wrong_options_end_with_two()
    {
        await using var errors = new StringWriter();
        Assert.Equal(2, await ProviderSimulatorApp.RunAsync(["--limit", "none"], TextWriter.Null, errors, Token));
        Assert.Equal("provider-sim: `limit` is `none`, and must be a whole number from 1 to 1000000\n", errors.ToString());
    }

    private static ChatClient Client(ProviderSimulatorHost host) =>
        new("sim-1", new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = host.BaseUrl, RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(0) });
}
