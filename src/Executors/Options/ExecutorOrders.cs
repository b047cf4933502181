using Granary.Executors.Dispatch;

namespace Granary.Executors;

/// <summary>Names of the orders in which tasks start: the strategies of the dispatch queue.</summary>
internal static class ExecutorOrders
{
    public const string Fifo = "fifo";

    public static IReadOnlyList<string> All { get; } = [.. DispatchStrategies.ByName.Keys.Order(StringComparer.Ordinal)];
}
