using System.CommandLine;

using Granary.Cli.Commands;
using Granary.Cli.Server;

namespace Granary.Cli;

/// <summary>The command line: parses, runs one command, turns what can be expected to go wrong into a message and an exit code.</summary>
internal static class CliProgram
{
    public static async Task<int> RunAsync(string[] args, CliEnvironment environment)
    {
        var connection = new ConnectionOptions();
        var root = new RootCommand("Granary on the command line. It speaks HTTP to a Granary server and to nothing else.");
        connection.AddTo(root);
        root.Subcommands.Add(RunCommand.Create(connection, environment));
        root.Subcommands.Add(StatusCommand.Create(connection, environment));
        root.Subcommands.Add(WatchCommand.Create(connection, environment));
        root.Subcommands.Add(AnalyzeCommand.Create(connection, environment));
        root.Subcommands.Add(ResultsCommand.Create(connection, environment));
        foreach (var action in RunActionCommands.Create(connection, environment))
        {
            root.Subcommands.Add(action);
        }

        root.Subcommands.Add(ProvidersCommand.Create(connection, environment));
        var journal = JournalCommand.Create(connection, environment);
        JournalRequestCommands.Add(journal, connection, environment);
        root.Subcommands.Add(journal);
        root.Subcommands.Add(JobsCommand.Create(connection, environment));
        root.Subcommands.Add(SiloCommands.CreateServe(environment));
        root.Subcommands.Add(SiloCommands.CreateProviderSimulator(environment));

        // An argument may begin with @: that is a file of ours then, not one of further arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await environment.Error.WriteLineAsync("granary: " + error.Message);
            }

            await environment.Error.WriteLineAsync("granary: 'granary --help' and 'granary VERB --help' list what there is.");
            return ExitCode.BadInput;
        }

        return await ExpectedAsync(token => parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = environment.Out,
                Error = environment.Error,
                EnableDefaultExceptionHandler = false,

                // A silo that is told to stop may drain for 30 s.
                ProcessTerminationTimeout = TimeSpan.FromSeconds(45),
            },
            token), environment);
    }

    private static async Task<int> ExpectedAsync(Func<CancellationToken, Task<int>> command, CliEnvironment environment)
    {
        try
        {
            return await command(CancellationToken.None);
        }
        catch (ServerRefusal refusal)
        {
            await environment.Error.WriteLineAsync(refusal.ToText());
            return refusal.ExitCode;
        }
        catch (ServerUnreachable exception)
        {
            await environment.Error.WriteLineAsync("granary: " + exception.Message);
            return ExitCode.NoServer;
        }
        catch (BadInputException exception)
        {
            await environment.Error.WriteLineAsync("granary: " + exception.Message);
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }
}
