using System.Net;
using System.Text;

using Granary.Api.Recovery;
using Granary.Journal;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Api.Tests.Recovery;

/// <summary>Requests from a connection, and what the journal says of them.</summary>
public sealed class LiveRequestTests
{
    private readonly MemoryJournal _journal = new();

    [Fact]
    public async Task Request_is_durable_before_its_handler_runs_and_over_in_the_journal_when_it_is_answered()
    {
        var seen = "";
        await using var rig = await RecoveryRig.StartAsync(_journal, app => app.MapPost("/work", async (HttpContext context) =>
        {
            seen = string.Join(',', _journal.Types);
            using var reader = new StreamReader(context.Request.Body);
            return Results.Text("did " + await reader.ReadToEndAsync(context.RequestAborted));
        }).Recoverable());
        using var response = await rig.PostAsync("work?a=1", "this");
        Assert.Equal("did this", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("yes", response.Headers.GetValues("Granary-Recoverable").Single());
        Assert.Equal("16", seen);
        Assert.Equal([16, 19], _journal.Types);

        var view = await rig.UntilAsync(response.Headers.GetValues("x-request-id").Single(), "completed");
        Assert.Equal("POST /work", view.GetProperty("route").GetString());
        Assert.Equal(200, view.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Route_that_is_not_marked_leaves_no_trace_in_the_journal()
    {
        await using var rig = await RecoveryRig.StartAsync(_journal, static app => app.MapPost("/work", static () => "done"));
        using var response = await rig.PostAsync("work", "x");
        Assert.Equal("done", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.False(response.Headers.Contains("Granary-Recoverable"));
        Assert.Empty(_journal.Types);
    }

    [Fact]
    public async Task Nobody_outside_can_pretend_to_be_a_recovery()
    {
        await using var rig = await RecoveryRig.StartAsync(_journal, static app => app.MapPost("/work", static (HttpContext context) =>
            $"[{context.Request.Headers["X-Recovery-Attempt"]}{context.Request.Headers["X-Recovery-Source"]}]").Recoverable());
        using var response = await rig.PostAsync("work", "x", ("X-Recovery-Attempt", "7"), ("X-Recovery-Source", "journal"));
        Assert.Equal("[]", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(LogRefusal.Full, "journal_full")]
    [InlineData(LogRefusal.Busy, "journal_busy")]
    [InlineData(LogRefusal.Unavailable, "journal_unavailable")]
    public async Task Request_that_cannot_be_written_down_does_not_run(LogRefusal refusal, string code)
    {
        var ran = false;
        await using var rig = await RecoveryRig.StartAsync(_journal, app => app.MapPost("/work", () => ran = true).Recoverable());
        _journal.Refusal = refusal;
        using var response = await rig.PostAsync("work", "x");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains($"\"code\":\"{code}\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.False(ran);
        Assert.Equal(0, rig.Journal.Snapshot().Live);
    }

    [Fact]
    public async Task Larger_body_is_refused_or_runs_without_being_recoverable_and_says_so()
    {
        await using var rig = await RecoveryRig.StartAsync(
            _journal,
            static app =>
            {
                app.MapPost("/refuse", static () => "ran").Recoverable();
                app.MapPost("/best", static () => "ran").WithRecovery(new RecoverableRoute { BestEffort = true });
            },
            settings: ("Recovery:MaxBody", "1024"));
        var large = new string('x', 2000);
        using var refused = await rig.PostAsync("refuse", large);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Contains("Recovery:MaxBody", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(_journal.Types);
        using var ran = await rig.PostAsync("best", large);
        Assert.Equal("ran", await ran.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("no; reason=body-size", ran.Headers.GetValues("Granary-Recoverable").Single());
        Assert.DoesNotContain("xxxx", Encoding.UTF8.GetString(_journal.Bytes), StringComparison.Ordinal);
        Assert.Contains("\"bodyLength\":2000", Encoding.UTF8.GetString(_journal.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handler_runs_on_when_its_caller_goes_away_and_the_answer_can_be_asked_for()
    {
        var begun = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var rig = await RecoveryRig.StartAsync(_journal, app => app.MapPost("/work", async (HttpContext context) =>
        {
            begun.SetResult(context.Response.Headers["x-request-id"].ToString());
            await goOn.Task;
            context.RequestAborted.ThrowIfCancellationRequested();
            return Results.Json(new { paid = true }, statusCode: 201);
        }).Recoverable());
        using var leaving = new CancellationTokenSource();
        using var content = new StringContent("x");
        var call = rig.Http.PostAsync("work", content, leaving.Token);
        var id = await begun.Task.WaitAsync(RecoveryRig.Patience, TestContext.Current.CancellationToken);
        await leaving.CancelAsync();
        goOn.SetResult();
        await Task.WhenAny(call);

        var view = await rig.UntilAsync(id, "completed");
        using var answer = await rig.SendAsync(HttpMethod.Get, view.GetProperty("response").GetString()!.TrimStart('/'), null);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("{\"paid\":true}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Stream_of_events_goes_through_byte_for_byte_as_it_comes()
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        const string Events = "data:  {\"a\":1}\r\n\r\ndata: [DONE]\n\n";
        await using var rig = await RecoveryRig.StartAsync(_journal, app => app.MapPost("/stream", async (HttpContext context) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.StartAsync();
            await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(Events[..18]));
            await first.Task;
            await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(Events[18..]));
        }).Recoverable());
        using var request = new HttpRequestMessage(HttpMethod.Post, "stream");
        using var response = await rig.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var buffer = new byte[18];
        await body.ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);
        first.SetResult();
        using var rest = new StreamReader(body);
        Assert.Equal(Events, Encoding.UTF8.GetString(buffer) + await rest.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Answer_larger_than_what_is_held_back_arrives_whole()
    {
        var large = new string('y', 3 << 20);
        await using var rig = await RecoveryRig.StartAsync(_journal, app => app.MapPost("/large", () => large).Recoverable());
        using var response = await rig.PostAsync("large", "x");
        Assert.Equal(large, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Exception_of_a_handler_is_an_answer_without_what_was_written_before()
    {
        await using var rig = await RecoveryRig.StartAsync(_journal, static app => app.MapPost("/broken", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("half an answer", context.RequestAborted);
            throw new InvalidOperationException("broken");
        }).Recoverable(), settings: ("Recovery:BackOff", "00:05:00"));
        using var response = await rig.PostAsync("broken", "x");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("{", text, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"internal\"", text, StringComparison.Ordinal);
        var view = await rig.UntilAsync(response.Headers.GetValues("x-request-id").Single(), "retry");
        Assert.Equal(("status_500", 500), (view.GetProperty("reason").GetString(), view.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Filter_keeps_a_request_out_of_the_journal()
    {
        await using var rig = await RecoveryRig.StartAsync(
            _journal, static app => app.MapPost("/work", static () => "done").Recoverable(), static services => services.AddSingleton<IRecoveryFilter, NotToday>());
        using var kept = await rig.PostAsync("work", "x");
        Assert.Equal([16, 19], _journal.Types);
        using var left = await rig.PostAsync("work?today=no", "x");
        Assert.Equal([16, 19], _journal.Types);
        Assert.False(left.Headers.Contains("Granary-Recoverable"));
    }

    [Fact]
    public async Task Secrets_of_headers_query_key_and_secret_bodies_are_nowhere_in_the_journal()
    {
        await using var rig = await RecoveryRig.StartAsync(
            _journal,
            static app =>
            {
                app.MapPost("/work", static (HttpContext context) =>
                {
                    context.Response.Cookies.Append("session", "canary-cookie");
                    return Results.Text("fails", statusCode: 503);
                }).Recoverable();
                app.MapPost("/secret", static () => "canary-answer").WithSecretBody();
            },
            settings: [("Recovery:Scope", "all"), ("Recovery:MaxRecoveryAttempts", "1")]);
        using var work = await rig.PostAsync(
            "work?api_key=canary-query&rows=1", "a body", ("Authorization", "Bearer canary-bearer"), ("Cookie", "a=canary-cookie"), ("x-api-key", "canary-key"),
            ("X-Own-Secret", "canary-own"), ("Idempotency-Key", "canary-idempotency"));
        await rig.UntilAsync(work.Headers.GetValues("x-request-id").Single(), "dead_letter");
        using var secret = await rig.PostAsync("secret", "canary-body");
        Assert.Equal("canary-answer", await secret.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var written = Encoding.UTF8.GetString(_journal.Bytes);
        Assert.Contains("a body", written, StringComparison.Ordinal);
        Assert.Contains("rows=1", written, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", written, StringComparison.Ordinal);
    }

    private sealed class NotToday : IRecoveryFilter
    {
        public bool Includes(HttpContext context) => context.Request.Query["today"] != "no";
    }
}
