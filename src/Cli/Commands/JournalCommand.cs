using System.CommandLine;
using System.CommandLine.Invocation;

namespace Granary.Cli.Commands;

/// <summary>
/// <c>granary journal</c>: the verbs that look into files of this machine live in the silo executable, which stands beside this one; arguments are handed on
/// as they are.
/// </summary>
internal static class JournalCommand
{
    public static Command Create(ConnectionOptions connection, CliEnvironment environment)
    {
        var journal = new Command("journal", "The durable logs of a server: what they hold, whether they are sound.");
        journal.Subcommands.Add(SiloCommands.Create(["journal", "inspect"], "What the logs at or below FOLDER hold (FOLDER [--json]).", environment, connection));
        journal.Subcommands.Add(SiloCommands.Create(["journal", "verify"], "Read every record of FOLDER; exit 0 clean, 1 torn, 2 corrupt (FOLDER [--json]).", environment, connection));
        journal.Subcommands.Add(Compact(connection, environment));
        journal.Subcommands.Add(SiloCommands.Create(["journal", "export"], "Every record of FOLDER as a line of JSON (FOLDER [--type N]).", environment));
        return journal;
    }

    /// <summary>With a folder: a closed store of this machine, by the silo executable. Without: the journal of the server, which knows what it needs.</summary>
    private static Command Compact(ConnectionOptions connection, CliEnvironment environment)
    {
        var command = SiloCommands.Create(
            ["journal", "compact"], "Give back space: of a closed store of grain state (FOLDER [--json]), or without FOLDER of the server's journal.", environment, connection);
        var inFolder = command.Action!;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.UnmatchedTokens.Count > 0)
            {
                return await ((AsynchronousCommandLineAction)inFolder).InvokeAsync(parsed, cancellationToken);
            }

            using var client = connection.Connect(parsed, environment);
            var done = await client.PostAsync("admin/journal/compact", null, cancellationToken);
            await environment.Out.WriteLineAsync(
                connection.Json(parsed) ? done.GetRawText() : $"{done.GetProperty("bytesBefore")} → {done.GetProperty("bytesAfter")} bytes");
            return ExitCode.Done;
        });
        return command;
    }
}
