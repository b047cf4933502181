using System.CommandLine;

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
        journal.Subcommands.Add(SiloCommands.Create(["journal", "compact"], "Give back the space of a closed store of grain state (FOLDER [--json]).", environment, connection));
        journal.Subcommands.Add(SiloCommands.Create(["journal", "export"], "Every record of FOLDER as a line of JSON (FOLDER [--type N]).", environment));
        return journal;
    }
}
