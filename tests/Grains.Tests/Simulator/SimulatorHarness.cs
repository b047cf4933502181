using System.Net;
using System.Text;
using System.Text.Json;
using Granary.Grains.Simulator;
using Granary.TestKit;

namespace Granary.Grains.Tests.Simulator;

/// <summary>A simulated provider on a manual clock, called through its HTTP handler.</summary>
internal sealed class SimulatorHarness : IDisposable
{
    private readonly HttpMessageInvoker _client;

    public SimulatorHarness(SimulatorSettings? settings = null)
    {
        Provider = new SimulatedProvider(settings ?? Quick, Clock);
        _client = new HttpMessageInvoker(new SimulatorHandler(Provider));
    }

    /// <summary>No spread and no load factor, so that times are exact.</summary>
    public static SimulatorSettings Quick { get; } = new() { Latency = TimeSpan.FromMilliseconds(100), Sigma = 0, LoadFactor = 0, Words = 20 };

    public ManualClock Clock { get; } = new();

    public SimulatedProvider Provider { get; }

    public static string Body(string prompt, bool stream = false, string extra = "") =>
        $$"""{"model":"sim-1","messages":[{"role":"user","content":{{JsonSerializer.Serialize(prompt)}}}],"stream":{{(stream ? "true" : "false")}}{{extra}}}""";

    public Task<HttpResponseMessage> SendAsync(string body, CancellationToken cancellationToken = default) =>
        _client.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "http://simulator.invalid/v1/chat/completions") { Content = new StringContent(body, Encoding.UTF8, "application/json") },
            cancellationToken);

    /// <summary>Sends and lets the latency pass.</summary>
    public async Task<HttpResponseMessage> AnsweredAsync(string body)
    {
        var sent = SendAsync(body);
        Clock.Advance(TimeSpan.FromMinutes(20));
        return await sent;
    }

    /// <summary>The text of a whole answer.</summary>
    public async Task<string> TextAsync(string body)
    {
        using var response = await AnsweredAsync(body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        return answer.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }

    public async Task<(HttpStatusCode Status, JsonDocument Json)> OwnRouteAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, "http://simulator.invalid" + path) { Content = body is null ? null : new StringContent(body) };
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
    }

    public void Dispose() => _client.Dispose();
}
