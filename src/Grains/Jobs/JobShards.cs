using System.Globalization;

namespace Granary.Grains.Jobs;

/// <summary>Which index a job belongs to.</summary>
internal static class JobShards
{
    /// <summary>Number of indexes.</summary>
    public const int Count = 16;

    /// <summary>Keys of all indexes.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Enumerable.Range(0, Count).Select(Key)];

    /// <summary>Key of the index of a job: FNV-1a of the id, the same in every process.</summary>
    public static string Of(string jobId)
    {
        var hash = 2166136261u;
        foreach (var c in jobId)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return Key((int)(hash % Count));
    }

    private static string Key(int number) => number.ToString(CultureInfo.InvariantCulture);
}
