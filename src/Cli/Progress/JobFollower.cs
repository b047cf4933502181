using System.Text.Json;

using Granary.Cli.Server;

namespace Granary.Cli.Progress;

/// <summary>
/// Follows a job to its end by its events, one line for each change. When the connection or the server goes away it tries again for a minute, because
/// a job outlives both.
/// </summary>
internal static class JobFollower
{
    private static readonly TimeSpan LongestOutage = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    public static async Task<JobStatus> FollowAsync(
        GranaryClient client, string id, bool json, bool quiet, CliEnvironment environment, CancellationToken cancellationToken)
    {
        var failingSince = 0L;
        while (true)
        {
            try
            {
                await foreach (var item in client.StreamAsync($"v1/jobs/{Uri.EscapeDataString(id)}/events", cancellationToken))
                {
                    failingSince = 0;
                    if (json)
                    {
                        await environment.Out.WriteLineAsync($"{{\"event\":{JsonSerializer.Serialize(item.EventType)},\"data\":{item.Data}}}");
                    }

                    if (item.EventType is "progress" or "gap")
                    {
                        await SayAsync(item.EventType == "progress" && !json && !quiet, Progress(item.Data), environment);
                        continue;
                    }

                    var job = JsonSerializer.Deserialize<JobStatus>(item.Data, GranaryClient.Json)!;
                    await SayAsync(!json && !quiet && item.EventType != "end", JobText.Line(job), environment);
                    if (item.EventType == "end")
                    {
                        return job;
                    }
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

    private static Task SayAsync(bool say, string line, CliEnvironment environment) => say ? environment.Error.WriteLineAsync(line) : Task.CompletedTask;

    private static string Progress(string data)
    {
        var progress = JsonSerializer.Deserialize<JobStatusProgress>(data, GranaryClient.Json)!;
        return $"  {(progress.Percent is { } percent ? $"{percent:0}%" : "")}  {progress.Message}".TrimEnd();
    }
}
