namespace Granary.Executors.Tests;

/// <summary>Descriptors of this process.</summary>
internal static class OpenFiles
{
    public static int Count() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}
