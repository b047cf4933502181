using System.Text;

using Granary.TestKit;
using Granary.TestKit.Processes;

namespace Granary.EndToEnd;

/// <summary>Requests whose process dies under them, on a real journal in a real folder.</summary>
public sealed class RecoveryTests : IDisposable
{
    private const int AtOnce = 100;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Request_whose_handler_kills_the_process_runs_once_more_with_attempt_same_id_and_same_trace()
    {
        var cancellation = TestContext.Current.CancellationToken;
        string id, trace;
        await using (var first = await RequestHostProcess.StartAsync(_folder.Path))
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => first.WorkAsync("kill-once", cancellation));
            await first.ExitAsync();
            var run = Assert.Single(first.Runs());
            (id, trace) = (run.RequestId, run.Trace);
            Assert.Equal(("", 32), (run.Attempt, trace.Length));
        }

        await using (var second = await RequestHostProcess.StartAsync(_folder.Path))
        {
            await second.UntilIdleAsync(cancellation);
            Assert.Equal("completed", (await second.GetAsync($"v1/requests/{id}", cancellation)).GetProperty("state").GetString());
            Assert.Equal("did kill-once", await second.Http.GetStringAsync($"v1/requests/{id}/response", cancellation));
            await second.UntilSettledAsync(cancellation);
            await second.KillAsync();
            Assert.Equal([("kill-once", "1", id, trace)], second.Runs());
            Assert.Equal(["kill-once"], second.Done());
        }

        await using var third = await RequestHostProcess.StartAsync(_folder.Path);
        await third.UntilIdleAsync(cancellation);
        Assert.Equal("did kill-once", await third.Http.GetStringAsync($"v1/requests/{id}/response", cancellation));
        await third.KillAsync();
        Assert.Empty(third.Runs());
    }

    [Theory]
    [InlineData("accepted", 0, 1, 1)]
    [InlineData("handled", 1, 1, 1)]
    [InlineData("queued", 1, 0, 1)]
    public async Task Process_killed_at_a_point_of_a_requests_life_runs_it_to_an_end(string point, int runsBefore, int leastAfter, int mostAfter)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using (var first = await RequestHostProcess.StartAsync(_folder.Path, "--kill-at", point))
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => first.WorkAsync("finish it", cancellation));
            await first.ExitAsync();
            Assert.Equal(runsBefore, first.Runs().Count);
        }

        await using (var second = await RequestHostProcess.StartAsync(_folder.Path))
        {
            await second.UntilSettledAsync(cancellation);
            await second.KillAsync();
            Assert.InRange(second.Runs().Count, leastAfter, mostAfter);
            Assert.All(second.Runs(), static run => Assert.Equal("1", run.Attempt));
        }

        await using var third = await RequestHostProcess.StartAsync(_folder.Path);
        await third.UntilIdleAsync(cancellation);
        await third.KillAsync();
        Assert.Empty(third.Runs());
    }

    [Fact]
    public async Task Request_that_always_kills_is_a_dead_letter_after_three_recoveries_and_runs_no_more()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using (var live = await RequestHostProcess.StartAsync(_folder.Path))
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => live.WorkAsync("kill", cancellation));
            await live.ExitAsync();
        }

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await using var recovery = await RequestHostProcess.StartAsync(_folder.Path);
            await recovery.ExitAsync();
            Assert.Equal($"{attempt}", Assert.Single(recovery.Runs()).Attempt);
        }

        await using var fourth = await RequestHostProcess.StartAsync(_folder.Path);
        await fourth.UntilIdleAsync(cancellation);
        var letter = Assert.Single((await fourth.GetAsync("admin/journal/dead-letters", cancellation)).GetProperty("items").EnumerateArray());
        Assert.Equal(("attempts_exhausted", 3), (letter.GetProperty("reason").GetString(), letter.GetProperty("attempts").GetInt32()));
        await fourth.KillAsync();
        Assert.Empty(fourth.Runs());
    }

    [Fact]
    public async Task Two_hundred_requests_in_flight_at_a_kill_finish_or_are_replayed_each_exactly_once()
    {
        var cancellation = TestContext.Current.CancellationToken;
        IReadOnlyList<string> finished;
        List<string> replayed;
        await using (var first = await RequestHostProcess.StartAsync(_folder.Path))
        {
            var calls = Enumerable.Range(0, 2 * AtOnce).Select(i => first.WorkAsync($"{(i % 2 == 0 ? "finish" : "hang")} {i}", cancellation)).ToList();
            await first.LineAsync($@"^RUNS {2 * AtOnce}\.");
            await Task.WhenAll(calls.Where(static (_, i) => i % 2 == 0));

            // What is accepted now is durable behind the ends of all that were answered before.
            await first.WorkAsync("finish fence", cancellation);
            await first.KillAsync();
            finished = [.. first.Done().Where(static body => body != "finish fence")];
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => Task.WhenAll(calls));
        }

        await using (var second = await RequestHostProcess.StartAsync(_folder.Path, "--Recovery:Concurrency", "16", "--Recovery:RatePerSecond", "10000"))
        {
            await second.UntilIdleAsync(cancellation);
            await second.KillAsync();
            replayed = [.. second.Done().Where(static body => body != "finish fence")];
            Assert.All(second.Runs(), static run => Assert.Equal("1", run.Attempt));
        }

        Assert.Equal(AtOnce, finished.Count);
        Assert.Equal(AtOnce, replayed.Count);
        Assert.Equal(
            Enumerable.Range(0, 2 * AtOnce).Select(static i => $"{(i % 2 == 0 ? "finish" : "hang")} {i}").Order(StringComparer.Ordinal),
            finished.Concat(replayed).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Secrets_are_nowhere_in_the_journals_folder()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using (var host = await RequestHostProcess.StartAsync(_folder.Path, "--Recovery:Scope", "all"))
        {
            host.Http.DefaultRequestHeaders.Add("Authorization", "Bearer canary-bearer");
            host.Http.DefaultRequestHeaders.Add("Cookie", "session=canary-cookie");
            host.Http.DefaultRequestHeaders.Add("x-api-key", "canary-key");
            host.Http.DefaultRequestHeaders.Add("X-Whatever", "canary-unknown");
            await host.WorkAsync("finish visible-marker", cancellation, "work?access_token=canary-query");
            await host.WorkAsync("canary-body", cancellation, "secret?rows=1");
            await host.UntilIdleAsync(cancellation);
            await host.KillAsync();
        }

        var found = Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(File.ReadAllBytes).Select(Encoding.Latin1.GetString).ToList();
        Assert.Contains(found, static text => text.Contains("visible-marker", StringComparison.Ordinal));
        Assert.DoesNotContain(found, static text => text.Contains("canary", StringComparison.Ordinal));
    }
}
