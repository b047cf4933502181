using System.Globalization;

namespace Granary.LoadRig;

/// <summary>What the kernel counted for a process.</summary>
/// <param name="Cpu">User and system time.</param>
/// <param name="ResidentBytes">Resident memory now.</param>
/// <param name="VoluntarySwitches">How often its threads went to sleep by themselves; wake-ups, that is.</param>
internal readonly record struct ProcessUse(TimeSpan Cpu, long ResidentBytes, long VoluntarySwitches)
{
    /// <summary>Reads it from /proc.</summary>
    public static ProcessUse Of(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        var resident = Number(File.ReadLines($"/proc/{processId}/status"), "VmRSS:") * 1024;
        var switches = Directory.GetDirectories($"/proc/{processId}/task").Sum(static task =>
            Number(File.ReadLines(task + "/status"), "voluntary_ctxt_switches:"));
        return new ProcessUse(TimeSpan.FromMilliseconds(ticks * 10), resident, switches);
    }

    /// <summary>Most resident memory the process ever had.</summary>
    public static long PeakBytes(int processId) => Number(File.ReadLines($"/proc/{processId}/status"), "VmHWM:") * 1024;

    private static long Number(IEnumerable<string> lines, string name) =>
        lines.Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(line => long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture))
            .FirstOrDefault();
}
