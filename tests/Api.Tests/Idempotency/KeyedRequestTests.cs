using System.Collections.Concurrent;
using System.Net;

using Granary.Api.Recovery;
using Granary.Api.Tests.Recovery;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Granary.Api.Tests.Idempotency;

/// <summary>Requests with an idempotency key, over the contract of its grain in memory.</summary>
public sealed class KeyedRequestTests
{
    private readonly MemoryJournal _journal = new();
    private readonly ConcurrentDictionary<string, FakeIdempotencyGrain> _keys = new(StringComparer.Ordinal);
    private int _runs;

    [Fact]
    public async Task Second_request_with_a_key_gets_the_first_answer_byte_for_byte_and_runs_nothing()
    {
        await using var rig = await StartAsync(_ => Results.Text($"{{ \"n\" :{_runs} }}\n", "application/x-mine", statusCode: 201));
        using var first = await rig.PostAsync("work?a=1", "body", ("Idempotency-Key", "k"));
        using var second = await rig.PostAsync("work?a=1", "body", ("X-Idempotency-Key", "k"));
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("true", second.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal((HttpStatusCode.Created, "application/x-mine"), (second.StatusCode, second.Content.Headers.ContentType!.ToString()));
        Assert.Equal("{ \"n\" :1 }\n", await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("{ \"n\" :1 }\n", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, _runs);
        Assert.NotEqual(first.Headers.GetValues("x-request-id").Single(), second.Headers.GetValues("x-request-id").Single());
    }

    [Theory]
    [InlineData("work?a=1", "other")]
    [InlineData("work?a=2", "body")]
    public async Task Other_body_or_query_under_the_same_key_is_422(string path, string body)
    {
        await using var rig = await StartAsync(static _ => Results.Text("done"));
        using var first = await rig.PostAsync("work?a=1", "body", ("Idempotency-Key", "k"));
        using var second = await rig.PostAsync(path, body, ("Idempotency-Key", "k"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
        Assert.Contains("idempotency_key_reused", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Concurrent_duplicate_waits_for_the_one_execution()
    {
        var hang = new Hang();
        await using var rig = await RecoveryRig.StartAsync(_journal, app => app.MapPost("/work", async (HttpContext context) =>
        {
            _runs++;
            await hang.RunAsync(context);
            return "once";
        }).Recoverable(), keys: _keys);
        var first = rig.PostAsync("work", "body", ("Idempotency-Key", "k"));
        await hang.BegunAsync();
        var second = rig.PostAsync("work", "body", ("Idempotency-Key", "k"));
        await _keys.Values.Single().Waited.Task.WaitAsync(RecoveryRig.Patience, TestContext.Current.CancellationToken);
        hang.Release();
        foreach (var call in (Task<HttpResponseMessage>[])[first, second])
        {
            using var response = await call;
            Assert.Equal("once", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Server_error_is_given_to_who_waits_and_then_forgotten()
    {
        await using var rig = await StartAsync(_ => _runs == 1 ? Results.StatusCode(502) : Results.Text("now"), "00:05:00");
        using var first = await rig.PostAsync("work", "body", ("Idempotency-Key", "k"));
        using var second = await rig.PostAsync("work", "body", ("Idempotency-Key", "k"));
        Assert.Equal((HttpStatusCode.BadGateway, HttpStatusCode.OK, 2), (first.StatusCode, second.StatusCode, _runs));
        Assert.False(second.Headers.Contains("Idempotent-Replayed"));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(425)]
    [InlineData(429)]
    public async Task Answers_that_may_change_are_not_kept(int status)
    {
        await using var rig = await StartAsync(_ => Results.StatusCode(status), "00:05:00");
        using var first = await rig.PostAsync("work", "body", ("Idempotency-Key", "k"));
        using var second = await rig.PostAsync("work", "body", ("Idempotency-Key", "k"));
        Assert.Equal(2, _runs);
    }

    [Theory]
    [InlineData("256 characters")]
    [InlineData("a", "b")]
    public async Task Key_that_cannot_be_used_is_400_and_nothing_runs(params string[] keys)
    {
        await using var rig = await StartAsync(static _ => Results.Text("done"));
        using var response = await rig.PostAsync("work", "body", [.. keys.Select(static key => ("Idempotency-Key", key.PadRight(key.Length > 1 ? 256 : 1, '.')))]);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("invalid_idempotency_key", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, _runs);
    }

    [Fact]
    public async Task Key_on_a_route_with_secrets_is_refused()
    {
        await using var rig = await RecoveryRig.StartAsync(_journal, static app => app.MapPost("/secret", static () => "s").WithSecretBody());
        using var response = await rig.PostAsync("secret", "body", ("Idempotency-Key", "k"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("idempotency_not_supported", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storage_that_hiccups_is_asked_again_and_one_that_stays_away_is_503()
    {
        await using var rig = await StartAsync(static _ => Results.Text("done"));
        using var first = await rig.PostAsync("work", "body", ("Idempotency-Key", "k"));
        _keys.Values.Single().Failures = 2;
        using var second = await rig.PostAsync("work", "body", ("Idempotency-Key", "k"));
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        _keys.Values.Single().Failures = 100;
        using var third = await rig.PostAsync("work", "body", ("Idempotency-Key", "k"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, third.StatusCode);
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Keys_work_without_a_journal_and_on_routes_that_are_not_marked()
    {
        await using var rig = await RecoveryRig.StartAsync(null, app => app.MapPost("/plain", () => $"{++_runs}"), keys: _keys);
        using var first = await rig.PostAsync("plain", "body", ("Idempotency-Key", "k"));
        using var second = await rig.PostAsync("plain", "body", ("Idempotency-Key", "k"));
        Assert.Equal("1", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.False(second.Headers.Contains("Granary-Recoverable"));
    }

    [Fact]
    public async Task Keyed_request_of_a_dead_process_is_recovered_under_its_key_and_its_answer_found_by_the_retry()
    {
        var hang = new Hang();
        var dead = await RecoveryRig.StartAsync(_journal, app => app.MapPost("/work", hang.RunAsync).Recoverable(), keys: _keys);
        _ = dead.PostAsync("work", "body", ("Idempotency-Key", "k"));
        await hang.BegunAsync();
        var id = hang.Ids.Single();
        await using var next = await StartAsync(static _ => Results.Text("recovered"));
        await next.UntilAsync(id, "completed");
        using var retry = await next.PostAsync("work", "body", ("Idempotency-Key", "k"));
        Assert.Equal("recovered", await retry.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var stored = await next.SendAsync(HttpMethod.Get, $"v1/requests/{id}/response", null);
        Assert.Equal("recovered", await stored.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, _runs);
        hang.Release();
    }

    private Task<RecoveryRig> StartAsync(Func<HttpContext, IResult> work, string backOff = "00:00:00.010") => RecoveryRig.StartAsync(
        _journal,
        app => app.MapPost("/work", (HttpContext context) =>
        {
            Interlocked.Increment(ref _runs);
            return work(context);
        }).Recoverable(),
        keys: _keys,
        settings: ("Recovery:BackOff", backOff));
}
