using System.Globalization;

namespace Granary.Executors.Processes;

/// <summary>What the kernel says about processes, read from /proc.</summary>
internal static class OwnProcess
{
    private const int StartTimeField = 22;

    /// <summary>Effective user id of this process; null where there is no /proc.</summary>
    public static int? UserId { get; } = ReadUserId();

    /// <summary>When a process was started, in ticks since boot: with its id it is never used twice. Null if there is no such process.</summary>
    public static string? StartTime(int process)
    {
        try
        {
            // The second field is the name in brackets and may contain anything; the third begins after the last bracket.
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ')[StartTimeField - 3];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Resident bytes of a process; null if there is no such process.</summary>
    public static long? ResidentBytes(int process)
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/statm"));
            return long.Parse(text.Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static int? ReadUserId()
    {
        try
        {
            // "Uid:" real effective saved filesystem
            var line = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("Uid:", StringComparison.Ordinal));
            return int.Parse(line.Split('\t', StringSplitOptions.RemoveEmptyEntries)[2], CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
