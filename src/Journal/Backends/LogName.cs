namespace Granary.Journal.Backends;

/// <summary>Names of logs: lower-case letters, digits and hyphens.</summary>
internal static class LogName
{
    public static void Check(string log)
    {
        if (log.Length is 0 or > 64 || log.Any(static letter => letter is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')))
        {
            throw new ArgumentException($"'{log}' is no name of a log: 1 to 64 lower-case letters, digits and hyphens.", nameof(log));
        }
    }
}
