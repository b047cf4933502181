using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Granary.Cli.Commands;

/// <summary>
/// <c>granary serve</c> and <c>granary provider-sim</c>: both live in the silo executable, which stands beside this one; arguments are handed on
/// as they are.
/// </summary>
internal static class SiloCommands
{
    private const string Executable = "granary-silo";

    public static Command CreateServe(CliEnvironment environment) =>
        Create(["serve"], "Run a server in this terminal: grains and API in one process.", environment);

    public static Command CreateProviderSimulator(CliEnvironment environment) =>
        Create(["provider-sim"], "Serve the bundled provider simulator on loopback (--port, --limit, --latency …).", environment);

    /// <summary>
    /// A command that runs these verbs of the silo executable with all its arguments; its exit code is that one's. <c>--json</c> is an option of every command
    /// here, so it is handed on only where <paramref name="connection"/> says whether it was given.
    /// </summary>
    public static Command Create(IReadOnlyList<string> verbs, string description, CliEnvironment environment, ConnectionOptions? connection = null)
    {
        var command = new Command(verbs[^1], description) { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var start = new ProcessStartInfo(Find(environment)) { UseShellExecute = false };
            foreach (var argument in verbs.Concat(parsed.UnmatchedTokens))
            {
                start.ArgumentList.Add(argument);
            }

            if (connection?.Json(parsed) == true)
            {
                start.ArgumentList.Add("--json");
            }

            using var process = Process.Start(start)!;

            // Ctrl-C reaches the whole process group, a signal for us alone does not: the silo is told, stops in good order, and we wait for it.
            await using var told = cancellationToken.Register(() => Terminate(process));
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        });
        return command;
    }

    private static void Terminate(Process process)
    {
        try
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
            return;
        }
    }

    private static string Find(CliEnvironment environment)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, Executable);
        var named = environment.Variable("GRANARY_SILO");
        return named is not null && File.Exists(named) ? named
            : File.Exists(beside) ? beside
            : throw new BadInputException($"The executable '{Executable}' is not in {AppContext.BaseDirectory}; set GRANARY_SILO to its path.");
    }
}
