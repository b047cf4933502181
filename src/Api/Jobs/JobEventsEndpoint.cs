using System.Globalization;
using System.Text;
using System.Text.Json;

using Granary.Abstractions.Jobs;
using Granary.Api.Callers;
using Granary.Api.Runs;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Granary.Api.Jobs;

/// <summary>
/// <c>GET /v1/jobs/{id}/events</c> as server-sent events. A fresh stream starts with <c>snapshot</c>; <c>Last-Event-ID</c> continues one while the job
/// still holds those events, else <c>gap</c> and a new snapshot. Then <c>progress</c>, <c>state</c>, at last <c>end</c>. Nothing is polled: each page is
/// a call that waits at the job for its next event.
/// </summary>
internal static class JobEventsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/jobs/{id}/events", HandleAsync);

    private static async Task<IResult> HandleAsync(string id, HttpContext context, OwnJobs jobs, IOptions<ApiOptions> options)
    {
        if (QueryRules.Check(context.Request.Query, "after") is { } problem)
        {
            return problem;
        }

        if (await jobs.FindAsync(id, Caller.Open) is not { } job
            || await job.ReadEventsAsync(long.MaxValue, TimeSpan.Zero, context.RequestAborted) is not { } first)
        {
            return OwnJobs.Missing(id);
        }

        var resumeAt = context.Request.Headers["Last-Event-ID"].FirstOrDefault() ?? context.Request.Query["after"].FirstOrDefault();
        try
        {
            await StreamAsync(context.Response, job, first, EventPosition.Parse(resumeAt), options.Value.EventHeartbeat, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader left.
        }

        return Results.Empty;
    }

    private static async Task StreamAsync(
        HttpResponse response, IJobGrain job, JobEventPage first, EventPosition? resumeAt, TimeSpan heartbeat, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        await WriteAsync(response, "retry: 2000\n\n", cancellationToken);

        var (epoch, position) = (first.Epoch, first.Last);
        if (resumeAt is { } at && at.Epoch == epoch && at.Sequence <= first.Last)
        {
            position = at.Sequence;
        }
        else
        {
            var gap = resumeAt is null ? "" : Gap("null");
            await WriteAsync(response, gap + Snapshot(first) + (first.Job.Ended ? End(first) : ""), cancellationToken);
            if (first.Job.Ended)
            {
                return;
            }
        }

        while (await job.ReadEventsAsync(position, heartbeat, cancellationToken) is { } page)
        {
            var text = new StringBuilder();
            var ended = false;
            if (page.Epoch != epoch || page.Missed > 0)
            {
                text.Append(Gap(page.Epoch == epoch ? page.Missed.ToString(CultureInfo.InvariantCulture) : "null")).Append(Snapshot(page));
                ended = page.Job.Ended;
                text.Append(ended ? End(page) : "");
            }
            else
            {
                foreach (var item in page.Events)
                {
                    text.Append(CultureInfo.InvariantCulture, $"id: {epoch}-{item.Sequence}\nevent: {item.Kind}\ndata: {Data(item)}\n\n");
                    ended |= item.Kind == "end";
                }

                if (page.Events.IsEmpty)
                {
                    text.Append(page.Job.Ended ? End(page) : ": waiting\n\n");
                    ended = page.Job.Ended;
                }
            }

            (epoch, position) = (page.Epoch, page.Last);
            await WriteAsync(response, text.ToString(), cancellationToken);
            if (ended)
            {
                return;
            }
        }
    }

    private static string Data(JobEvent item) => item.Kind == "progress"
        ? JsonSerializer.Serialize(
            new { item.Job.Progress?.Percent, item.Job.Progress?.Message, Data = item.Job.Progress is { } said ? JobProgressDocument.Of(said).Data : null, item.Job.Attempt, item.Job.WaitsFor },
            ApiJson.Options)
        : JobDocument.Text(item.Job);

    private static string Gap(string missed) => $"event: gap\ndata: {{\"missed\":{missed}}}\n\n";

    private static string Snapshot(JobEventPage page) => $"id: {page.Epoch}-{page.Last}\nevent: snapshot\ndata: {JobDocument.Text(page.Job)}\n\n";

    private static string End(JobEventPage page) => $"event: end\ndata: {JobDocument.Text(page.Job)}\n\n";

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync(text, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
