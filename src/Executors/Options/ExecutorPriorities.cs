using System.Diagnostics;

namespace Granary.Executors;

/// <summary>Names of process priorities that need no privilege.</summary>
internal static class ExecutorPriorities
{
    public const string BelowNormal = "below_normal";

    public static IReadOnlyDictionary<string, ProcessPriorityClass> ByName { get; } =
        new SortedDictionary<string, ProcessPriorityClass>(StringComparer.Ordinal)
        {
            ["normal"] = ProcessPriorityClass.Normal,
            [BelowNormal] = ProcessPriorityClass.BelowNormal,
            ["idle"] = ProcessPriorityClass.Idle,
        };
}
