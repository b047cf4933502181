using System.CommandLine;
using System.Text.Json;

using Granary.Cli.Progress;
using Granary.Cli.Server;

namespace Granary.Cli.Commands;

/// <summary><c>granary pause|resume|cancel RUN</c>.</summary>
internal static class RunActionCommands
{
    public static IEnumerable<Command> Create(ConnectionOptions connection, CliEnvironment environment) =>
    [
        Create("pause", "Start nothing new; calls in flight finish and are kept.", connection, environment),
        Create("resume", "Go on with what is not finished.", connection, environment),
        Create("cancel", "Stop; what is sealed stays.", connection, environment),
    ];

    private static Command Create(string action, string description, ConnectionOptions connection, CliEnvironment environment)
    {
        var run = new Argument<string>("RUN") { Description = "Run id." };
        var reason = new Option<string?>("--reason") { Description = "Kept and shown." };
        var command = new Command(action, description) { run, reason };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var view = await client.PostAsync(
                $"v1/runs/{Uri.EscapeDataString(parsed.GetRequiredValue(run))}/{action}", parsed.GetValue(reason), cancellationToken);
            await environment.Out.WriteLineAsync(
                connection.Json(parsed) ? view.GetRawText() : RunText.Headline(view.Deserialize<RunStatus>(GranaryClient.Json)!, environment.Time.GetUtcNow()));
            return ExitCode.Done;
        });
        return command;
    }
}
