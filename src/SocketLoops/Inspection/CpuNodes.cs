using System.Globalization;

namespace Granary.SocketLoops.Inspection;

/// <summary>Which NUMA node a CPU belongs to, as the kernel's folders say.</summary>
internal static class CpuNodes
{
    public static int Of(int cpu)
    {
        if (cpu < 0)
        {
            return -1;
        }

        var folder = $"/sys/devices/system/cpu/cpu{cpu}";
        try
        {
            foreach (var node in Directory.EnumerateFileSystemEntries(folder, "node*"))
            {
                if (int.TryParse(Path.GetFileName(node).AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    return number;
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return -1;
        }

        return -1;
    }
}
