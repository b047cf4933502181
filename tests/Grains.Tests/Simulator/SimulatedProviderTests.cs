using System.Net;
using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Grains.Simulator;

namespace Granary.Grains.Tests.Simulator;

public sealed class SimulatedProviderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_follows_from_seed_and_prompt_whatever_was_asked_before()
    {
        using var first = new SimulatorHarness();
        using var second = new SimulatorHarness();
        using var other = new SimulatorHarness(SimulatorHarness.Quick with { Seed = 2 });
        var texts = new[] { await first.TextAsync(SimulatorHarness.Body("a")), await first.TextAsync(SimulatorHarness.Body("b")) };

        Assert.Equal(texts[1], await second.TextAsync(SimulatorHarness.Body("b")));
        Assert.Equal(texts[0], await second.TextAsync(SimulatorHarness.Body("a", extra: ",\"temperature\":0.2")));
        Assert.NotEqual(texts[0], texts[1]);
        Assert.NotEqual(texts[0], await other.TextAsync(SimulatorHarness.Body("a")));
    }

    [Fact]
    public async Task Prose_speaks_of_what_the_prompt_names()
    {
        using var sim = new SimulatorHarness(SimulatorHarness.Quick with { Words = 200 });
        Assert.Contains("New Zealand", await sim.TextAsync(SimulatorHarness.Body("Describe New Zealand, a country.")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_carries_the_same_text_as_a_plain_answer()
    {
        using var sim = new SimulatorHarness();
        var plain = await sim.TextAsync(SimulatorHarness.Body("a"));
        using var response = await sim.AnsweredAsync(SimulatorHarness.Body("a", stream: true, extra: ",\"stream_options\":{\"include_usage\":true}"));
        var events = (await response.Content.ReadAsStringAsync(Token)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("data: [DONE]", events[^1]);
        var chunks = events[..^1].Select(e => JsonDocument.Parse(e["data: ".Length..]).RootElement).ToArray();
        var deltas = chunks[..^1].Select(c => c.GetProperty("choices")[0]).ToArray();
        Assert.Equal(plain, string.Concat(deltas.Select(d => d.GetProperty("delta").TryGetProperty("content", out var c) ? c.GetString() : null)));
        Assert.Equal("stop", deltas[^1].GetProperty("finish_reason").GetString());
        Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
        Assert.True(chunks[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32() > 0);
    }

    [Fact]
    public async Task Call_above_the_hidden_limit_is_refused_with_both_hints()
    {
        using var sim = new SimulatorHarness(SimulatorHarness.Quick with { Limit = 2, RetryAfter = TimeSpan.FromMilliseconds(250) });
        var working = new[] { sim.SendAsync(SimulatorHarness.Body("a"), Token), sim.SendAsync(SimulatorHarness.Body("b"), Token) };
        using var refused = await sim.SendAsync(SimulatorHarness.Body("c"), Token);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(["1"], refused.Headers.GetValues("retry-after"));
        Assert.Equal(["250"], refused.Headers.GetValues("retry-after-ms"));
        sim.Clock.Advance(TimeSpan.FromMilliseconds(100));
        foreach (var call in working)
        {
            using var answer = await call;
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await answer.Content.ReadAsByteArrayAsync(Token);
        }

        var stats = sim.Provider.Stats();
        Assert.Equal((3, 2, 1, 3, 2, 0), (stats.Calls, stats.Answered, stats.RateLimited, stats.MaxInFlight, stats.MaxAdmitted, stats.InFlight));
    }

    [Fact]
    public async Task Place_is_free_once_the_last_byte_is_read()
    {
        using var sim = new SimulatorHarness(SimulatorHarness.Quick with { Limit = 1 });
        using var first = await sim.AnsweredAsync(SimulatorHarness.Body("a"));
        Assert.Equal(1, sim.Provider.Stats().Admitted);
        await using var stream = await first.Content.ReadAsStreamAsync(Token);
        Assert.NotEqual(0, await stream.ReadAsync(new byte[64 * 1024], Token));
        Assert.Equal(0, sim.Provider.Stats().Admitted);
    }

    [Fact]
    public async Task Caller_that_leaves_gives_its_place_back()
    {
        using var sim = new SimulatorHarness(SimulatorHarness.Quick with { Limit = 1 });
        using var leaving = new CancellationTokenSource();
        var waiting = sim.SendAsync(SimulatorHarness.Body("a"), leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var half = await sim.AnsweredAsync(SimulatorHarness.Body("a"));
        half.Dispose();

        var stats = sim.Provider.Stats();
        Assert.Equal((0, 0, 2L, 0L), (stats.Admitted, stats.InFlight, stats.Abandoned, stats.Answered));
    }

    [Fact]
    public async Task Times_grow_with_load_and_with_the_length_of_the_output()
    {
        using var sim = new SimulatorHarness(SimulatorHarness.Quick with { Limit = 4, LoadFactor = 1, TokensPerSecond = 100 });
        var tokens = SimulatorText.Tokens(await sim.TextAsync(SimulatorHarness.Body("a")));
        var others = new[] { sim.SendAsync(SimulatorHarness.Body("b"), Token), sim.SendAsync(SimulatorHarness.Body("c"), Token) };
        var call = sim.SendAsync(SimulatorHarness.Body("a"), Token);

        // 100 ms and 10 ms a token, times 1 + 2 others / 4.
        var whole = TimeSpan.FromMilliseconds((100 + (10 * tokens)) * 1.5);
        sim.Clock.Advance(whole - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        sim.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await call).Dispose();
        sim.Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var other in others)
        {
            (await other).Dispose();
        }
    }

    [Fact]
    public void Fast_stream_keeps_its_pace()
    {
        var text = new SimulatorText(string.Join(' ', Enumerable.Repeat("word", 500)), "stop", 1, 500);
        var request = new SimulatorRequest("m", [new ChatMessage("user", "a")], Streamed: true, IncludeUsage: false, MaxTokens: null, Schema: null);
        var body = SimulatorBody.Streamed("id", 0, request, text, TimeSpan.FromMilliseconds(0.25), SimulatorFault.None);

        Assert.Equal(Math.Floor(text.Pieces().Sum(SimulatorText.Tokens) * 0.25), body.Pieces.Sum(p => p.After.TotalMilliseconds));
        Assert.All(body.Pieces, p => Assert.Equal(0, p.After.Ticks % TimeSpan.TicksPerMillisecond));
    }

    [Fact]
    public async Task Requests_per_minute_refill_evenly_and_show_in_headers()
    {
        using var sim = new SimulatorHarness(SimulatorHarness.Quick with { RequestsPerMinute = 60, Latency = TimeSpan.Zero });
        for (var i = 0; i < 60; i++)
        {
            using var answer = await sim.SendAsync(SimulatorHarness.Body("a"), Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal([$"{59 - i}"], answer.Headers.GetValues("x-ratelimit-remaining-requests"));
            Assert.Equal(["60"], answer.Headers.GetValues("x-ratelimit-limit-requests"));
        }

        using var refused = await sim.SendAsync(SimulatorHarness.Body("a"), Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(["1000"], refused.Headers.GetValues("retry-after-ms"));
        Assert.Equal(["60000ms"], refused.Headers.GetValues("x-ratelimit-reset-requests"));
        sim.Clock.Advance(TimeSpan.FromSeconds(1));
        using var next = await sim.SendAsync(SimulatorHarness.Body("a"), Token);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Tokens_per_minute_are_charged_on_arrival()
    {
        using var sim = new SimulatorHarness(SimulatorHarness.Quick with { TokensPerMinute = 1, Latency = TimeSpan.Zero });
        using var first = await sim.SendAsync(SimulatorHarness.Body("a"), Token);
        using var second = await sim.SendAsync(SimulatorHarness.Body("a"), Token);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));
        Assert.Equal(["0"], second.Headers.GetValues("x-ratelimit-remaining-tokens"));
    }

    [Fact]
    public async Task Every_call_is_counted_under_the_hash_of_its_messages()
    {
        using var sim = new SimulatorHarness(SimulatorHarness.Quick with { Latency = TimeSpan.Zero });
        await sim.TextAsync(SimulatorHarness.Body("a"));
        await sim.TextAsync(SimulatorHarness.Body("a", extra: ",\"temperature\":1"));
        (await sim.SendAsync("{}", Token)).Dispose();

        var (_, prompts) = await sim.OwnRouteAsync(HttpMethod.Get, "/_sim/prompts");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("user\na\0"u8));
        Assert.Equal(hash, PromptHash.Of([new ChatMessage("user", "a")]).ToString());
        Assert.Equal("{\"calls\":2,\"answered\":2}", prompts.RootElement.GetProperty(hash).GetRawText());
        var (_, stats) = await sim.OwnRouteAsync(HttpMethod.Get, "/_sim/stats");
        Assert.Equal((3, 1), (stats.RootElement.GetProperty("calls").GetInt32(), stats.RootElement.GetProperty("badRequests").GetInt32()));
    }

    [Fact]
    public async Task Settings_change_live_and_whole_or_not_at_all()
    {
        using var sim = new SimulatorHarness();
        var (ok, _) = await sim.OwnRouteAsync(HttpMethod.Post, "/_sim/settings", """{"limit":3,"latency":"50ms","errors":{"server":0.25}}""");
        var (bad, problem) = await sim.OwnRouteAsync(HttpMethod.Post, "/_sim/settings", """{"limit":9,"errors":{"server":2}}""");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (ok, bad));
        Assert.Equal("`errors.server` is `2`, and must be a number from 0 to 1", problem.RootElement.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(
            SimulatorHarness.Quick with { Limit = 3, Latency = TimeSpan.FromMilliseconds(50), Errors = new SimulatorErrorShares(Server: 0.25) },
            sim.Provider.Settings);
    }

    [Theory]
    [InlineData("{}", "`model` is missing")]
    [InlineData("nonsense", "the body is not valid JSON")]
    [InlineData("""{"model":"m","messages":[]}""", "`messages` is missing or empty")]
    [InlineData("""{"model":"m","messages":[{"role":"user"}]}""", "`messages[0]` must have a role and a content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a"}],"n":2}""", "`n` must be 1: the simulator gives one choice")]
    public async Task Bad_request_says_what_is_wrong(string body, string message)
    {
        using var sim = new SimulatorHarness();
        using var response = await sim.SendAsync(body, Token);
        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(message, json.RootElement.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Answer_ends_at_the_maximum_the_caller_set()
    {
        using var sim = new SimulatorHarness();
        using var response = await sim.AnsweredAsync(SimulatorHarness.Body("a", extra: ",\"max_tokens\":3"));
        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal("length", json.RootElement.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }
}
