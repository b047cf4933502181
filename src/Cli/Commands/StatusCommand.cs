using System.CommandLine;
using System.Text.Json;

using Granary.Cli.Progress;
using Granary.Cli.Server;

namespace Granary.Cli.Commands;

/// <summary><c>granary status [RUN]</c>: one run, or the list of runs, newest first.</summary>
internal static class StatusCommand
{
    public static Command Create(ConnectionOptions connection, CliEnvironment environment)
    {
        var run = new Argument<string?>("RUN") { Description = "Run id; without it the newest runs are listed.", Arity = ArgumentArity.ZeroOrOne };
        var state = new Option<string?>("--state") { Description = "Only runs in that state." };
        var limit = new Option<int>("--limit") { Description = "How many, 1 to 200.", DefaultValueFactory = static _ => 20 };
        var command = new Command("status", "Show runs.") { run, state, limit };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            if (parsed.GetValue(run) is { } id)
            {
                var one = await client.GetAsync($"v1/runs/{Uri.EscapeDataString(id)}", cancellationToken);
                await environment.Out.WriteLineAsync(
                    connection.Json(parsed) ? one.GetRawText() : RunText.Block(one.Deserialize<RunStatus>(GranaryClient.Json)!, [], environment.Time.GetUtcNow()));
                return ExitCode.Done;
            }

            var filter = parsed.GetValue(state) is { } wanted ? $"&state={Uri.EscapeDataString(wanted)}" : "";
            var list = await client.GetAsync($"v1/runs?limit={parsed.GetValue(limit)}{filter}", cancellationToken);
            if (connection.Json(parsed))
            {
                await environment.Out.WriteLineAsync(list.GetRawText());
                return ExitCode.Done;
            }

            var items = list.GetProperty("items").Deserialize<List<RunStatus>>(GranaryClient.Json)!;
            foreach (var item in items)
            {
                await environment.Out.WriteLineAsync(RunText.Headline(item, environment.Time.GetUtcNow()));
            }

            if (items.Count == 0)
            {
                await environment.Error.WriteLineAsync("No runs yet. Start one with: granary run samples/countries.yaml");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
