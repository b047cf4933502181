namespace Granary.Executors;

/// <summary>Names of the orders in which tasks start.</summary>
internal static class ExecutorOrders
{
    public const string Fifo = "fifo";

    public static IReadOnlyList<string> All { get; } = [Fifo];
}
