using System.Diagnostics;

using Granary.Api.Recovery;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.RequestHost;

/// <summary>
/// <c>POST /work</c>, recoverable: prints <c>RUN</c> when it begins and <c>DONE</c> when it ends, and does what the body's first word says:
/// <c>finish</c>; <c>hang</c> (finishes only as a recovery); <c>kill-once</c> (kills the process unless it is a recovery); <c>kill</c> (always);
/// <c>slow</c> (answers after 5 ms). <c>POST /fence</c>, recoverable, does nothing.
/// </summary>
internal sealed class WorkEndpoint
{
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(5);
    private readonly Lock _gate = new();
    private int _runs;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/work", (Delegate)RunAsync).Recoverable();
        routes.MapPost("/fence", static () => "").Recoverable();
        routes.MapPost("/secret", static () => "kept by nobody").WithSecretBody();
        routes.MapPost("/live", static async () =>
        {
            await Task.Delay(Slow, TimeProvider.System);
            return "live";
        });
    }

    private async Task<IResult> RunAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var attempt = context.Request.Headers[ReplayAttempt.AttemptHeader].ToString();
        Say($"RUN {body} attempt={attempt} request={context.Response.Headers["x-request-id"]} trace={Activity.Current?.TraceId}", count: true);
        switch (body.Split(' ')[0])
        {
            case "kill":
            case "kill-once" when attempt.Length == 0:
                Process.GetCurrentProcess().Kill();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
                break;
            case "hang" when attempt.Length == 0:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                break;
            case "slow":
                await Task.Delay(Slow, TimeProvider.System, context.RequestAborted);
                break;
        }

        Say($"DONE {body} attempt={attempt}", count: false);
        return Results.Text("did " + body);
    }

    /// <summary>Whole lines, written through at once, so that what was said before a kill is there.</summary>
    private void Say(string line, bool count)
    {
        lock (_gate)
        {
            Console.WriteLine(line);
            if (count)
            {
                Console.WriteLine($"RUNS {++_runs}.");
            }
        }
    }
}
