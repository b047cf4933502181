using System.CommandLine;

using Granary.Cli.Progress;

namespace Granary.Cli.Commands;

/// <summary><c>granary watch RUN</c>: follows a run that was started before.</summary>
internal static class WatchCommand
{
    public static Command Create(ConnectionOptions connection, CliEnvironment environment)
    {
        var run = new Argument<string>("RUN") { Description = "Run id." };
        var command = new Command("watch", "Follow a run.") { run };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            return await RunFollower.FollowAsync(
                client, parsed.GetRequiredValue(run), connection.Json(parsed), connection.Quiet(parsed), environment, cancellationToken);
        });
        return command;
    }
}
