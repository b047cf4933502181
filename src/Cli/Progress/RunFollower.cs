using Granary.Cli.Server;

using Spectre.Console;

namespace Granary.Cli.Progress;

/// <summary>
/// Follows a run to its end: the server's events say when to look, each look fetches the view and the aliases it calls. When the connection or
/// the server goes away it tries again for a minute, because a run outlives both.
/// </summary>
internal static class RunFollower
{
    private static readonly TimeSpan LongestOutage = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    public static async Task<int> FollowAsync(
        GranaryClient client, string id, bool json, bool quiet, CliEnvironment environment, CancellationToken cancellationToken)
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        RunStatus last;
        try
        {
            if (json || quiet)
            {
                last = await UntilEndAsync(client, id, new SilentDisplay(), environment, interrupted.Token);
            }
            else if (environment.Terminal is { } terminal)
            {
                last = await terminal.Live(new Text("")).StartAsync(live =>
                    UntilEndAsync(client, id, new LiveRunDisplay(live, environment.Time), environment, interrupted.Token));
            }
            else
            {
                last = await UntilEndAsync(client, id, new PlainDisplay(environment.Error, environment.Time), environment, interrupted.Token);
            }
        }
        catch (OperationCanceledException)
        {
            await environment.Error.WriteLineAsync($"The run goes on: granary watch {id}");
            return ExitCode.Interrupted;
        }

        if (json)
        {
            await environment.Out.WriteLineAsync((await client.GetAsync($"v1/runs/{id}", cancellationToken)).GetRawText());
        }
        else
        {
            await RunEnding.WriteAsync(client, last, environment, cancellationToken);
        }

        return last.ExitCode;
    }

    private static async Task<RunStatus> UntilEndAsync(
        GranaryClient client, string id, IRunDisplay display, CliEnvironment environment, CancellationToken cancellationToken)
    {
        var failingSince = 0L;
        while (true)
        {
            try
            {
                await foreach (var _ in client.EventsAsync(id, cancellationToken))
                {
                    failingSince = 0;
                    var run = await LookAsync(client, id, display, cancellationToken);
                    if (run.Ended)
                    {
                        return run;
                    }
                }

                var end = await LookAsync(client, id, display, cancellationToken);
                if (end.Ended)
                {
                    return end;
                }
            }
            catch (Exception exception) when (exception is ServerUnreachable or ServerRefusal { Transient: true }
                && (failingSince == 0 || environment.Time.GetElapsedTime(failingSince) < LongestOutage))
            {
                failingSince = failingSince == 0 ? environment.Time.GetTimestamp() : failingSince;
            }

            await Task.Delay(BetweenTries, environment.Time, cancellationToken);
        }
    }

    private static async Task<RunStatus> LookAsync(GranaryClient client, string id, IRunDisplay display, CancellationToken cancellationToken)
    {
        var run = await client.RunAsync(id, cancellationToken);
        List<AliasStatus> aliases = [];
        foreach (var alias in run.Aliases)
        {
            aliases.Add(await client.AliasAsync(alias, cancellationToken));
        }

        display.Show(run, aliases);
        return run;
    }
}
