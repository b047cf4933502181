using Spectre.Console;

namespace Granary.Cli;

/// <summary>What a command may touch: the two output streams, the terminal, the clock, the connection. Replaced whole in tests.</summary>
/// <param name="Out">Results; with <c>--json</c> nothing else.</param>
/// <param name="Error">Progress and messages.</param>
/// <param name="Terminal">The error stream as a terminal for live displays, or null when it is none.</param>
/// <param name="Time">Clock of displays and waits.</param>
/// <param name="Connect">Makes the HTTP client for a server address.</param>
/// <param name="Variable">Reads an environment variable.</param>
internal sealed record CliEnvironment(
    TextWriter Out,
    TextWriter Error,
    IAnsiConsole? Terminal,
    TimeProvider Time,
    Func<Uri, HttpClient> Connect,
    Func<string, string?> Variable)
{
    /// <summary>The process's own.</summary>
    public static CliEnvironment System() => new(
        Console.Out,
        Console.Error,
        Console.IsErrorRedirected ? null : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }),
        TimeProvider.System,
        static address => new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        },
        Environment.GetEnvironmentVariable);
}
