using System.Net;
using System.Text;
using System.Text.Json;
using Granary.Grains.Simulator;

namespace Granary.Grains.Tests.Simulator;

public sealed class SimulatorFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Faults_follow_from_prompt_and_attempt()
    {
        var first = await StatusesAsync();
        Assert.Equal(first, await StatusesAsync());
        Assert.Contains(200, first);
        Assert.Contains(429, first);
        Assert.Contains(first, s => s >= 500);

        static async Task<int[]> StatusesAsync()
        {
            using var sim = new SimulatorHarness(SimulatorHarness.Quick with { Errors = new(RateLimit: 0.3, Server: 0.3) });
            var statuses = new List<int>();
            for (var i = 0; i < 30; i++)
            {
                using var response = await sim.AnsweredAsync(SimulatorHarness.Body("a"));
                statuses.Add((int)response.StatusCode);
            }

            return [.. statuses];
        }
    }

    [Theory]
    [InlineData("both", "2", "1500")]
    [InlineData("seconds", "1.5", null)]
    [InlineData("milliseconds", null, "1500")]
    [InlineData("date", "Thu, 01 Jan 2026 00:20:02 GMT", null)]
    public async Task Rate_limit_says_when_to_return_in_the_form_asked_for(string form, string? seconds, string? milliseconds)
    {
        var settings = SimulatorHarness.Quick with { Errors = new(RateLimit: 1), RetryAfter = TimeSpan.FromSeconds(1.5) };
        Assert.Null(SimulatorSettingTable.TrySet(ref settings, "retryAfterForm", form));
        using var sim = new SimulatorHarness(settings);
        sim.Clock.Advance(TimeSpan.FromMinutes(20));
        using var response = await sim.SendAsync(SimulatorHarness.Body("a"), Token);
        Assert.Equal(seconds, Header("retry-after"));
        Assert.Equal(milliseconds, Header("retry-after-ms"));

        string? Header(string name) => response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
    }

    [Fact]
    public async Task Rate_limit_without_a_hint_has_none()
    {
        using var sim = new SimulatorHarness(SimulatorHarness.Quick with { Errors = new(RateLimit: 1), RetryAfter = null });
        using var response = await sim.SendAsync(SimulatorHarness.Body("a"), Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.DoesNotContain(response.Headers, h => h.Key.StartsWith("retry", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Slow_answer_takes_ten_times_as_long()
    {
        using var sim = new SimulatorHarness(SimulatorHarness.Quick with { Errors = new(Slow: 1) });
        var call = sim.SendAsync(SimulatorHarness.Body("a"), Token);
        sim.Clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(call.IsCompleted);
        sim.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await call).Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cut_answer_breaks_in_the_middle(bool stream)
    {
        using var sim = new SimulatorHarness(SimulatorHarness.Quick with { Errors = new(Cut: 1) });
        using var response = await sim.AnsweredAsync(SimulatorHarness.Body("a", stream));
        await using var body = await response.Content.ReadAsStreamAsync(Token);
        using var read = new MemoryStream();
        await Assert.ThrowsAsync<IOException>(() => body.CopyToAsync(read, Token));
        Assert.InRange(read.Length, 1, 100_000);
        Assert.DoesNotContain("[DONE]", Encoding.UTF8.GetString(read.ToArray()), StringComparison.Ordinal);
        Assert.Equal((1L, 0L, 0), (sim.Provider.Stats().Broken, sim.Provider.Stats().Answered, sim.Provider.Stats().Admitted));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Malformed_answer_is_no_json(bool stream)
    {
        using var sim = new SimulatorHarness(SimulatorHarness.Quick with { Errors = new(Malformed: 1) });
        using var response = await sim.AnsweredAsync(SimulatorHarness.Body("a", stream));
        var text = await response.Content.ReadAsStringAsync(Token);
        var json = stream ? text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1]["data: ".Length..] : text;
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(json));
        Assert.Equal((1L, 0L), (sim.Provider.Stats().Broken, sim.Provider.Stats().Answered));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Error_object_comes_under_status_200(bool stream)
    {
        using var sim = new SimulatorHarness(SimulatorHarness.Quick with { Errors = new(ErrorBody: 1) });
        using var response = await sim.AnsweredAsync(SimulatorHarness.Body("a", stream));
        var text = await response.Content.ReadAsStringAsync(Token);
        var json = stream ? text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1]["data: ".Length..] : text;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("server_error", JsonDocument.Parse(json).RootElement.GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Stalled_call_keeps_its_place_until_the_caller_leaves()
    {
        using var sim = new SimulatorHarness(SimulatorHarness.Quick with { Errors = new(Stall: 1) });
        using var leaving = new CancellationTokenSource();
        var call = sim.SendAsync(SimulatorHarness.Body("a"), leaving.Token);
        sim.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(1, sim.Provider.Stats().Admitted);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(0, sim.Provider.Stats().Admitted);
    }
}
