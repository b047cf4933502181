using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

using Granary.Api.Recovery;
using Granary.Journal.Requests;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Api.Tests.Recovery;

/// <summary>Requests from the journal. A process that dies is a host that is left behind with its handlers hanging while the next one opens its journal.</summary>
public sealed class ReplayTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly MemoryJournal _journal = new();
    private readonly ConcurrentQueue<string> _runs = new();

    [Fact]
    public async Task Request_of_a_dead_process_runs_again_once_with_attempt_same_id_same_trace_and_its_answer_is_kept()
    {
        var (dead, id) = await DieAsync("work?a=1", ("traceparent", Parent), ("Accept", "text/x"));
        var seen = new ConcurrentQueue<string>();
        await using (var next = await RecoveryRig.StartAsync(_journal, app => app.MapPost("/work", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            seen.Enqueue(string.Join('|', await reader.ReadToEndAsync(), context.Request.QueryString, context.Request.Headers.Accept,
                context.Request.Headers["X-Recovery-Attempt"], context.Request.Headers["X-Recovery-Source"], context.Response.Headers["x-request-id"],
                context.Request.Headers.TraceParent, Activity.Current!.TraceId, Activity.Current.ParentSpanId, Activity.Current.GetTagItem("granary.recovery.attempt")));
            return Results.Text("recovered", statusCode: 201);
        }).Recoverable()))
        {
            var view = await next.UntilAsync(id, "completed");
            Assert.Equal((1, 201), (view.GetProperty("attempts").GetInt32(), view.GetProperty("status").GetInt32()));
            Assert.Equal(
                [$"the body|?a=1|text/x|1|journal|{id}|{Parent}|0af7651916cd43dd8448eb211c80319c|b7ad6b7169203331|1"], seen);
            using var answer = await next.SendAsync(HttpMethod.Get, $"v1/requests/{id}/response", null);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            Assert.Equal("recovered", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        await using var last = await StartAsync(static () => Results.Ok());
        Assert.Equal("completed", (await last.UntilAsync(id, "completed")).GetProperty("state").GetString());
        Assert.Empty(_runs);
        dead.Release();
    }

    [Fact]
    public async Task Request_without_a_trace_of_its_own_goes_on_in_the_one_it_was_given()
    {
        var (dead, id) = await DieAsync("work");
        var traces = new ConcurrentQueue<string>();
        await using var next = await RecoveryRig.StartAsync(_journal, app => app.MapPost("/work", (HttpContext context) =>
            traces.Enqueue($"{Activity.Current!.TraceId}")).Recoverable());
        await next.UntilAsync(id, "completed");
        Assert.Equal(dead.Trace is { } trace ? [trace] : traces.ToArray(), traces);
        dead.Release();
    }

    [Fact]
    public async Task Failed_attempts_are_repeated_and_then_a_dead_letter_that_an_operator_can_send_back()
    {
        var status = 503;
        await using var rig = await StartAsync(() => Results.StatusCode(status));
        using var first = await rig.PostAsync("work", "x");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        var id = first.Headers.GetValues("x-request-id").Single();
        var dead = await rig.UntilAsync(id, "dead_letter");
        Assert.Equal(("attempts_exhausted", 3, 503), (dead.GetProperty("reason").GetString(), dead.GetProperty("attempts").GetInt32(), dead.GetProperty("status").GetInt32()));
        Assert.Equal(["", "1", "2", "3"], _runs);

        var letter = dead.GetProperty("deadLetter").GetString()!;
        Assert.StartsWith("dl_", letter, StringComparison.Ordinal);
        var (_, list) = await rig.JsonAsync(HttpMethod.Get, "admin/journal/dead-letters?reason=attempts_exhausted&route=/work&tenant=default");
        Assert.Equal(letter, list.GetProperty("items")[0].GetProperty("deadLetter").GetString());
        var (_, other) = await rig.JsonAsync(HttpMethod.Get, "admin/journal/dead-letters?route=/other");
        Assert.Equal(0, other.GetProperty("items").GetArrayLength());
        var (_, shown) = await rig.JsonAsync(HttpMethod.Get, $"admin/journal/dead-letters/{letter}?body=1");
        Assert.Equal("x", shown.GetProperty("body").GetString());
        var (_, closed) = await rig.JsonAsync(HttpMethod.Get, $"admin/journal/dead-letters/{letter}");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, closed.GetProperty("body").ValueKind);

        status = 200;
        Assert.Equal(409, (await rig.JsonAsync(HttpMethod.Post, "admin/journal/dead-letters/retry", """{"expected":2}""")).Status);
        Assert.Equal(400, (await rig.JsonAsync(HttpMethod.Post, "admin/journal/dead-letters/retry", """{"expected":1,"rout":"x"}""")).Status);
        Assert.Equal(400, (await rig.JsonAsync(HttpMethod.Post, "admin/journal/dead-letters/retry", """{}""")).Status);
        Assert.Equal(200, (await rig.JsonAsync(HttpMethod.Post, $"admin/journal/dead-letters/{letter}/retry")).Status);
        Assert.Equal(1, (await rig.UntilAsync(id, "completed")).GetProperty("attempts").GetInt32());
        Assert.Equal(404, (await rig.JsonAsync(HttpMethod.Post, $"admin/journal/dead-letters/{letter}/retry")).Status);
    }

    [Fact]
    public async Task Dead_letters_are_discarded_by_filter_when_their_number_is_as_expected()
    {
        await using var rig = await StartAsync(static () => Results.StatusCode(500), settings: ("Recovery:MaxRecoveryAttempts", "1"));
        foreach (var body in (string[])["1", "2"])
        {
            using var answer = await rig.PostAsync("work", body);
            await rig.UntilAsync(answer.Headers.GetValues("x-request-id").Single(), "dead_letter");
        }

        var (status, done) = await rig.JsonAsync(HttpMethod.Post, "admin/journal/dead-letters/discard", """{"expected":2,"reason":"attempts_exhausted"}""");
        Assert.Equal((200, 2), (status, done.GetProperty("done").GetInt32()));
        var (_, page) = await rig.JsonAsync(HttpMethod.Get, "admin/journal/entries?state=dropped&limit=1");
        Assert.True(page.GetProperty("hasMore").GetBoolean());
        var (_, rest) = await rig.JsonAsync(HttpMethod.Get, $"admin/journal/entries?state=dropped&after={page.GetProperty("next").GetString()}");
        Assert.Equal(1, rest.GetProperty("items").GetArrayLength());
        Assert.False(rest.GetProperty("hasMore").GetBoolean());
    }

    [Theory]
    [InlineData("admin/journal/entries?state=nope")]
    [InlineData("admin/journal/entries?limit=0")]
    [InlineData("admin/journal/entries?after=r_1")]
    [InlineData("admin/journal/entries?stat=retry")]
    [InlineData("admin/journal/dead-letters?reason=nope")]
    [InlineData("v1/requests/req_1?x=1")]
    public async Task Bad_queries_are_named(string path)
    {
        await using var rig = await StartAsync(static () => Results.Ok());
        var (status, problem) = await rig.JsonAsync(HttpMethod.Get, path);
        Assert.Equal(400, status);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task Journal_says_what_it_holds_and_what_replay_waits_for()
    {
        await using var rig = await StartAsync(static () => Results.StatusCode(500), settings: ("Recovery:BackOff", "00:05:00"));
        using var answer = await rig.PostAsync("work", "x");
        await rig.UntilAsync(answer.Headers.GetValues("x-request-id").Single(), "retry");
        var (status, journal) = await rig.JsonAsync(HttpMethod.Get, "admin/journal");
        Assert.Equal(200, status);
        Assert.Equal(("memory", "back_off", 1), (journal.GetProperty("backend").GetString(),
            journal.GetProperty("replay").GetProperty("waitsFor").GetString(), journal.GetProperty("replay").GetProperty("later").GetInt32()));
        var (_, entry) = await rig.JsonAsync(HttpMethod.Get, $"admin/journal/entries/{answer.Headers.GetValues("x-request-id").Single()}");
        Assert.Equal("/work", entry.GetProperty("content").GetProperty("path").GetString());
    }

    [Fact]
    public async Task Order_of_replay_is_delete_post_patch()
    {
        var hang = new Hang();
        var dead = await RecoveryRig.StartAsync(_journal, app => app.MapMethods("/{what}", ["POST", "PATCH", "DELETE"], hang.RunAsync).Recoverable());
        foreach (var (method, path) in ((string, string)[])[("PATCH", "a"), ("POST", "b"), ("DELETE", "c"), ("POST", "d")])
        {
            _ = dead.SendAsync(new HttpMethod(method), path, "x");
            await hang.BegunAsync();
        }

        await using var next = await RecoveryRig.StartAsync(
            _journal,
            app => app.MapMethods("/{what}", ["POST", "PATCH", "DELETE"], (string what) => _runs.Enqueue(what)).Recoverable(),
            settings: ("Recovery:Concurrency", "1"));
        foreach (var id in hang.Ids)
        {
            await next.UntilAsync(id, "completed");
        }

        Assert.Equal(["c", "b", "d", "a"], _runs);
        hang.Release();
    }

    [Theory]
    [InlineData("completed", "completed", null, 1)]
    [InlineData("skip", "dropped", "skipped", 1)]
    [InlineData("defer", "deferred", null, 0)]
    [InlineData("dead", "dead_letter", "hook", 1)]
    [InlineData("throw", "dead_letter", "attempts_exhausted", 1)]
    public async Task Hook_decides_instead_of_the_handler(string decision, string state, string? reason, int attempts)
    {
        var (dead, id) = await DieAsync("work");
        await using var next = await StartAsync(
            static () => Results.Ok(), services => services.AddSingleton<IRecoveryHook>(new Hook(decision)), ("Recovery:MaxRecoveryAttempts", "1"));
        var view = await next.UntilAsync(id, state);
        Assert.Equal((reason, attempts), (view.GetProperty("reason").GetString(), view.GetProperty("attempts").GetInt32()));
        Assert.Empty(_runs);
        if (decision == "completed")
        {
            using var answer = await next.SendAsync(HttpMethod.Get, $"v1/requests/{id}/response", null);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            Assert.Equal("was done", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        dead.Release();
    }

    [Fact]
    public async Task Hook_of_another_route_is_not_asked_and_run_again_runs()
    {
        var (dead, id) = await DieAsync("work");
        await using var next = await StartAsync(static () => Results.Ok(), static services => services
            .AddSingleton<IRecoveryHook>(new Hook("skip", "POST /other"))
            .AddSingleton<IRecoveryHook>(new Hook("again", "POST /work")));
        await next.UntilAsync(id, "completed");
        Assert.Equal(["1"], _runs);
        dead.Release();
    }

    [Fact]
    public async Task Revoked_principal_and_route_that_is_gone_are_dead_letters()
    {
        var (dead, id) = await DieAsync("work");
        await using (var revoked = await StartAsync(static () => Results.Ok(), static services => services.AddSingleton<IRequestPrincipals, Revoked>()))
        {
            Assert.Equal("principal_revoked", (await revoked.UntilAsync(id, "dead_letter")).GetProperty("reason").GetString());
        }

        await using var gone = await RecoveryRig.StartAsync(_journal, static _ => { });
        Assert.Equal(200, (await gone.JsonAsync(HttpMethod.Post, $"admin/journal/dead-letters/{id}/retry")).Status);
        Assert.Equal("route_gone", (await gone.UntilAsync(id, "dead_letter")).GetProperty("reason").GetString());
        Assert.Empty(_runs);
        dead.Release();
    }

    [Fact]
    public async Task Body_that_was_not_kept_is_a_dead_letter()
    {
        var hang = new Hang();
        var dead = await RecoveryRig.StartAsync(
            _journal, app => app.MapPost("/work", hang.RunAsync).WithRecovery(new RecoverableRoute { BestEffort = true }), settings: ("Recovery:MaxBody", "1024"));
        _ = dead.PostAsync("work", new string('x', 2000));
        await hang.BegunAsync();
        await using var next = await StartAsync(static () => Results.Ok());
        Assert.Equal("body_unreadable", (await next.UntilAsync(hang.Ids.Single(), "dead_letter")).GetProperty("reason").GetString());
        hang.Release();
    }

    [Fact]
    public async Task Attempt_that_takes_too_long_is_cancelled_and_failed()
    {
        var (dead, id) = await DieAsync("work");
        await using var next = await RecoveryRig.StartAsync(
            _journal,
            app => app.MapPost("/work", async (HttpContext context) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)).Recoverable(),
            settings: [("Recovery:AttemptTimeout", "00:00:01"), ("Recovery:MaxRecoveryAttempts", "1")]);
        Assert.Equal("attempts_exhausted", (await next.UntilAsync(id, "dead_letter")).GetProperty("reason").GetString());
        dead.Release();
    }

    [Fact]
    public async Task Host_that_stops_in_order_puts_its_attempt_off_without_counting_it()
    {
        var (dead, id) = await DieAsync("work");
        var hang = new Hang();
        await using (await RecoveryRig.StartAsync(_journal, app => app.MapPost("/work", async (HttpContext context) =>
        {
            hang.Begin(context);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }).Recoverable()))
        {
            await hang.BegunAsync();
        }

        await using var next = await StartAsync(static () => Results.Ok());
        Assert.Equal(1, (await next.UntilAsync(id, "completed")).GetProperty("attempts").GetInt32());
        Assert.Equal(["1"], _runs);
        dead.Release();
    }

    private Task<RecoveryRig> StartAsync(Func<IResult> work, Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings) =>
        RecoveryRig.StartAsync(
            _journal,
            app => app.MapPost("/work", (HttpContext context) =>
            {
                _runs.Enqueue(context.Request.Headers["X-Recovery-Attempt"].ToString());
                return work();
            }).Recoverable(),
            services,
            settings: settings);

    /// <summary>One request in the journal whose process is as good as dead.</summary>
    private async Task<(Hang Dead, string Id)> DieAsync(string path, params (string Name, string Value)[] headers)
    {
        var hang = new Hang();
        var dead = await RecoveryRig.StartAsync(_journal, app => app.MapPost("/work", hang.RunAsync).Recoverable());
        _ = dead.PostAsync(path, "the body", headers);
        await hang.BegunAsync();
        return (hang, hang.Ids.Single());
    }

    private sealed class Revoked : IRequestPrincipals
    {
        public RequestPrincipal Of(HttpContext context) => new("default", null, "admin", null);

        public ValueTask<bool> IsValidAsync(RequestPrincipal principal, CancellationToken cancellationToken) => new(false);

        public void SignIn(HttpContext context, RequestPrincipal principal)
        {
        }
    }

    private sealed class Hook(string decision, string? route = null) : IRecoveryHook
    {
        public string? Route => route;

        public ValueTask<RecoveryDecision> DecideAsync(RecoveryHookContext context, CancellationToken cancellationToken) => new(decision switch
        {
            "completed" => RecoveryDecision.Completed(202, "text/plain", "was done"u8.ToArray()),
            "skip" => RecoveryDecision.Skip,
            "defer" => RecoveryDecision.Defer(TimeSpan.FromHours(1)),
            "dead" => RecoveryDecision.DeadLetter,
            "again" => RecoveryDecision.RunAgain,
            _ => throw new InvalidOperationException(context.RequestId),
        });
    }
}
