using System.Globalization;

namespace Granary.Executors.Processes;

/// <summary>How a process ended, in words. A signal arrives as 128 and its number.</summary>
internal static class ExitText
{
    private const int Signalled = 128;

    public static string Of(int code) => code > Signalled && Name(code - Signalled) is { } signal
        ? string.Create(CultureInfo.InvariantCulture, $"its process was killed by signal {code - Signalled} ({signal})")
        : string.Create(CultureInfo.InvariantCulture, $"its process exited with code {code}");

    private static string? Name(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        15 => "SIGTERM",
        24 => "SIGXCPU",
        31 => "SIGSYS",
        _ => null,
    };
}
