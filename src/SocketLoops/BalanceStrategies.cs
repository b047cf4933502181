namespace Granary.SocketLoops;

/// <summary>Values of <see cref="LoopOptions.Balance"/>.</summary>
public static class BalanceStrategies
{
    /// <summary>Exact turn.</summary>
    public const string RoundRobin = "round_robin";

    /// <summary>Fewest open connections, ties to the lowest number.</summary>
    public const string LeastConnections = "least_connections";

    /// <summary>The same client address, the same loop.</summary>
    public const string Hash = "hash";
}
