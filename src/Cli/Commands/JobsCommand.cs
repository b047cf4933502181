using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

using Granary.Cli.Progress;
using Granary.Cli.Server;

namespace Granary.Cli.Commands;

/// <summary><c>granary jobs submit|list|status|watch|result|cancel</c>: calls of executor handlers that outlive their caller.</summary>
internal static class JobsCommand
{
    public static Command Create(ConnectionOptions connection, CliEnvironment environment) =>
        new("jobs", "Run handlers of executor pools as jobs: stored, attempted again when a silo is lost, with progress and a result.")
        {
            JobSubmitCommand.Create(connection, environment),
            List(connection, environment),
            Status(connection, environment),
            Watch(connection, environment),
            Result(connection, environment),
            Cancel(connection, environment),
        };

    private static Argument<string> Id() => new("JOB") { Description = "Job id." };

    private static string Path(string id, string rest = "") => $"v1/jobs/{Uri.EscapeDataString(id)}{rest}";

    private static Command List(ConnectionOptions connection, CliEnvironment environment)
    {
        var state = new Option<string?>("--state") { Description = "Only jobs in that state: queued, running, succeeded, failed, cancelled." };
        var pool = new Option<string?>("--pool") { Description = "Only jobs of that pool." };
        var limit = new Option<int>("--limit") { Description = "How many, 1 to 200.", DefaultValueFactory = static _ => 20 };
        var command = new Command("list", "List jobs, newest first.") { state, pool, limit };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var filter = (parsed.GetValue(state) is { } wanted ? $"&state={Uri.EscapeDataString(wanted)}" : "")
                + (parsed.GetValue(pool) is { } name ? $"&pool={Uri.EscapeDataString(name)}" : "");
            var list = await client.GetAsync($"v1/jobs?limit={parsed.GetValue(limit)}{filter}", cancellationToken);
            if (connection.Json(parsed))
            {
                await environment.Out.WriteLineAsync(list.GetRawText());
                return ExitCode.Done;
            }

            foreach (var job in list.GetProperty("items").Deserialize<List<JobStatus>>(GranaryClient.Json)!)
            {
                await environment.Out.WriteLineAsync(JobText.Line(job));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Status(ConnectionOptions connection, CliEnvironment environment)
    {
        var id = Id();
        var wait = new Option<string?>("--wait") { Description = "Wait for the end, at most that long (up to 60s)." };
        var command = new Command("status", "Show a job.") { id, wait };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var job = await client.GetAsync(Path(parsed.GetRequiredValue(id), Query(parsed.GetValue(wait))), cancellationToken);
            await environment.Out.WriteLineAsync(connection.Json(parsed) ? job.GetRawText() : JobText.Line(job.Deserialize<JobStatus>(GranaryClient.Json)!));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Watch(ConnectionOptions connection, CliEnvironment environment)
    {
        var id = Id();
        var command = new Command("watch", "Follow a job to its end; exit code 1 if it failed or was cancelled.") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var end = await JobFollower.FollowAsync(
                client, parsed.GetRequiredValue(id), connection.Json(parsed), connection.Quiet(parsed), environment, cancellationToken);
            if (!connection.Json(parsed))
            {
                await environment.Out.WriteLineAsync(JobText.Line(end));
            }

            return end.ExitCode;
        });
        return command;
    }

    private static Command Result(ConnectionOptions connection, CliEnvironment environment)
    {
        var id = Id();
        var wait = new Option<string?>("--wait") { Description = "Wait for the end, at most that long (up to 60s)." };
        var output = new Option<string?>("--output") { Description = "File to write; replaced when the download is complete." };
        var command = new Command("result", "Fetch what a job's handler returned; exit code 1 if the job failed or was cancelled.") { id, wait, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var job = (await client.GetAsync(Path(parsed.GetRequiredValue(id), Query(parsed.GetValue(wait))), cancellationToken))
                .Deserialize<JobStatus>(GranaryClient.Json)!;
            if (job is { Ended: true, State: not "succeeded" })
            {
                await environment.Error.WriteLineAsync("granary: " + JobText.Line(job));
                return job.ExitCode;
            }

            var path = Path(job.Id, "/result");
            if (parsed.GetValue(output) is { } file)
            {
                await client.DownloadAsync(path, file, cancellationToken);
                return ExitCode.Done;
            }

            var (text, _) = await client.DownloadTextAsync(path, cancellationToken);
            await environment.Out.WriteLineAsync(text);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Cancel(ConnectionOptions connection, CliEnvironment environment)
    {
        var id = Id();
        var reason = new Option<string?>("--reason") { Description = "Kept and shown." };
        var command = new Command("cancel", "End a job; a handler that runs is told to stop.") { id, reason };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var body = parsed.GetValue(reason) is { } text ? new JsonObject { ["reason"] = text } : null;
            var job = await client.PostAsync(Path(parsed.GetRequiredValue(id), "/cancel"), body, cancellationToken);
            await environment.Out.WriteLineAsync(connection.Json(parsed) ? job.GetRawText() : JobText.Line(job.Deserialize<JobStatus>(GranaryClient.Json)!));
            return ExitCode.Done;
        });
        return command;
    }

    private static string Query(string? wait) => wait is null ? "" : "?wait=" + Uri.EscapeDataString(wait);
}
