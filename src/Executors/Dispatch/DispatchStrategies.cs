using System.Collections.Frozen;

namespace Granary.Executors.Dispatch;

/// <summary>The strategies by the names that options use.</summary>
internal static class DispatchStrategies
{
    /// <summary>All names.</summary>
    public static FrozenDictionary<string, DispatchStrategy> ByName { get; } = new Dictionary<string, DispatchStrategy>(StringComparer.Ordinal)
    {
        ["fifo"] = DispatchStrategy.Fifo,
        ["priority"] = DispatchStrategy.Priority,
        ["affinity"] = DispatchStrategy.Affinity,
        ["stealing"] = DispatchStrategy.Stealing,
        ["stealing+priority"] = DispatchStrategy.StealingPriority,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A higher priority goes first.</summary>
    public static bool HonoursPriority(this DispatchStrategy strategy) => strategy is DispatchStrategy.Priority or DispatchStrategy.StealingPriority;

    /// <summary>Every lane has a queue of its own for what may move.</summary>
    public static bool HasOwnQueues(this DispatchStrategy strategy) => strategy is DispatchStrategy.Stealing or DispatchStrategy.StealingPriority;
}
