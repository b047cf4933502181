using System.Net;
using System.Text;

using Granary.TestKit;
using Granary.TestKit.Processes;

namespace Granary.EndToEnd;

/// <summary>Model calls with an idempotency key, through the whole server to a provider on a socket.</summary>
public sealed class KeyedChatTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SimulatorProcess _simulator = null!;
    private string _providers = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorProcess.StartAsync("--limit", "16", "--latency", "500ms");
        _providers = SiloProcess.WriteProviders(_folder, _simulator.Address, 8, "writer");
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("""{"model":"writer","messages":[{"role":"user","content":"plain"}]}""")]
    [InlineData("""{"model":"writer","stream":true,"messages":[{"role":"user","content":"streamed"}]}""")]
    public async Task Same_key_gives_the_same_bytes_and_one_call(string body)
    {
        await using var silo = await StartAsync();
        var first = await CallAsync(silo, body);
        var second = await CallAsync(silo, body);
        Assert.Equal((HttpStatusCode.OK, false), (first.Status, first.Replayed));
        Assert.Equal((HttpStatusCode.OK, true), (second.Status, second.Replayed));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(1, (await _simulator.StatsAsync(TestContext.Current.CancellationToken)).GetProperty("succeeded").GetInt64());
        var other = await CallAsync(silo, body.Replace("user", "system", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
        Assert.StartsWith("{\"error\":", other.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_whose_process_dies_is_recovered_and_found_by_the_repetition()
    {
        const string Body = """{"model":"writer","messages":[{"role":"user","content":"paid"}]}""";
        await using (var silo = await StartAsync())
        {
            var lost = CallAsync(silo, Body);
            while ((await _simulator.StatsAsync(TestContext.Current.CancellationToken)).GetProperty("calls").GetInt64() == 0)
            {
                await Task.Yield();
            }

            await silo.KillAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => lost);
        }

        await using var next = await StartAsync();
        var found = await CallAsync(next, Body);
        Assert.Equal((HttpStatusCode.OK, true), (found.Status, found.Replayed));
    }

    private Task<SiloProcess> StartAsync() => SiloProcess.StartAsync(_folder.File("data"), _providers, "--Recovery:StartDelay=00:00:00");

    private static async Task<(HttpStatusCode Status, bool Replayed, string Body)> CallAsync(SiloProcess silo, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", "key 1");
        using var response = await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, response.Headers.Contains("Idempotent-Replayed"), await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
