using System.Reflection;
using System.Text.Json;

namespace Granary.Executors;

/// <summary>Which options may change at run time.</summary>
internal static class ExecutorPoolChange
{
    private static readonly HashSet<string> AtRunTime = new(StringComparer.Ordinal)
    {
        nameof(ExecutorPoolOptions.MaxPending),
        nameof(ExecutorPoolOptions.MaxWaiters),
        nameof(ExecutorPoolOptions.Overflow),
        nameof(ExecutorPoolOptions.OverflowTimeout),
        nameof(ExecutorPoolOptions.TaskTimeout),
        nameof(ExecutorPoolOptions.StartTimeout),
        nameof(ExecutorPoolOptions.StopTimeout),
        nameof(ExecutorPoolOptions.HeartbeatTimeout),
        nameof(ExecutorPoolOptions.Grace),
        nameof(ExecutorPoolOptions.LaneDrain),
        nameof(ExecutorPoolOptions.RecycleAfterTasks),
        nameof(ExecutorPoolOptions.RecycleAboveMemory),
        nameof(ExecutorPoolOptions.KillAboveMemory),
        nameof(ExecutorPoolOptions.WhenUnhealthy),
    };

    private static readonly PropertyInfo[] Properties = typeof(ExecutorPoolOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    /// <summary>Names of the options that differ and need a restart, in ordinal order.</summary>
    public static IReadOnlyList<string> NeedsRestart(ExecutorPoolOptions now, ExecutorPoolOptions wanted) =>
        [.. Differing(now, wanted).Where(static name => !AtRunTime.Contains(name))];

    /// <summary>The options say the same.</summary>
    public static bool Same(ExecutorPoolOptions one, ExecutorPoolOptions other) => !Differing(one, other).Any();

    /// <summary>Names of the options that differ. Lists and tables are compared by what is in them.</summary>
    public static IEnumerable<string> Differing(ExecutorPoolOptions one, ExecutorPoolOptions other) => Properties
        .Where(property => !string.Equals(Text(property, one), Text(property, other), StringComparison.Ordinal))
        .Select(static property => property.Name)
        .Order(StringComparer.Ordinal);

    private static string Text(PropertyInfo property, ExecutorPoolOptions options) => JsonSerializer.Serialize(property.GetValue(options), property.PropertyType);
}
