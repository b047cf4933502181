using System.Globalization;
using System.Text;
using System.Text.Json;

using Granary.Abstractions.Runs;
using Granary.Api.Callers;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Granary.Api.Runs;

/// <summary>
/// <c>GET /v1/runs/{id}/events</c> as server-sent events. A fresh stream starts with <c>snapshot</c>; <c>Last-Event-ID</c> continues one without
/// loss while the run still holds those events, else <c>gap</c> and a new snapshot. The last event is <c>end</c>. Nothing is polled: each page is a
/// call that waits at the run for its next event.
/// </summary>
internal static class RunEventsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/runs/{id}/events", HandleAsync);

    private static async Task<IResult> HandleAsync(string id, HttpContext context, OwnRuns runs, IOptions<ApiOptions> options)
    {
        if (QueryRules.Check(context.Request.Query, "after") is { } problem)
        {
            return problem;
        }

        if (await runs.FindAsync(id, Caller.Open) is not { } run)
        {
            return OwnRuns.Missing(id);
        }

        var first = await run.ReadEventsAsync(long.MaxValue, TimeSpan.Zero, context.RequestAborted);
        if (!first.Exists)
        {
            return OwnRuns.Missing(id);
        }

        var resumeAt = context.Request.Headers["Last-Event-ID"].FirstOrDefault() ?? context.Request.Query["after"].FirstOrDefault();
        try
        {
            await StreamAsync(context.Response, run, first, EventPosition.Parse(resumeAt), options.Value.EventHeartbeat, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader left; that is how most of these streams end.
        }

        return Results.Empty;
    }

    private static async Task StreamAsync(
        HttpResponse response,
        IRunGrain run,
        RunEventPage first,
        EventPosition? resumeAt,
        TimeSpan heartbeat,
        CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        await WriteAsync(response, "retry: 2000\n\n", cancellationToken);

        var epoch = first.Epoch;
        long position;
        if (resumeAt is { } at && at.Epoch == epoch && at.Sequence <= first.Last)
        {
            position = at.Sequence;
        }
        else
        {
            if (resumeAt is not null)
            {
                await WriteAsync(response, "event: gap\ndata: {\"missed\":null}\n\n", cancellationToken);
            }

            position = first.Last;
            await WriteAsync(response, Snapshot(first), cancellationToken);
            if (first.Ended)
            {
                await WriteAsync(response, End(first), cancellationToken);
                return;
            }
        }

        while (!cancellationToken.IsCancellationRequested)
        {
            var page = await run.ReadEventsAsync(position, heartbeat, cancellationToken);
            if (!page.Exists)
            {
                return;
            }

            if (page.Epoch != epoch || page.Missed > 0)
            {
                var missed = page.Epoch == epoch ? page.Missed.ToString(CultureInfo.InvariantCulture) : "null";
                epoch = page.Epoch;
                position = page.Last;
                await WriteAsync(response, $"event: gap\ndata: {{\"missed\":{missed}}}\n\n{Snapshot(page)}", cancellationToken);
                if (page.Ended)
                {
                    await WriteAsync(response, End(page), cancellationToken);
                    return;
                }

                continue;
            }

            var text = new StringBuilder();
            var ended = false;
            foreach (var item in page.Events)
            {
                text.Append(CultureInfo.InvariantCulture, $"id: {epoch}-{item.Sequence}\nevent: {item.Kind}\ndata: {item.Data}\n\n");
                position = item.Sequence;
                ended |= item.Kind == "end";
            }

            if (page.Events.IsEmpty)
            {
                text.Append(page.Ended ? End(page) : ": waiting\n\n");
                ended |= page.Ended;
            }

            await WriteAsync(response, text.ToString(), cancellationToken);
            if (ended)
            {
                return;
            }
        }
    }

    private static string Snapshot(RunEventPage page) =>
        $"id: {page.Epoch}-{page.Last}\nevent: snapshot\ndata: {JsonSerializer.Serialize(page.Snapshot, ApiJson.Options)}\n\n";

    /// <summary>For a reader that comes after the end: the same facts as the run's own last event.</summary>
    private static string End(RunEventPage page)
    {
        var run = page.Snapshot!;
        var data = JsonSerializer.Serialize(new { run.State, run.Outcome, run.Reason, run.Rows, run.Usage }, ApiJson.Options);
        return $"event: end\ndata: {data}\n\n";
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync(text, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
