namespace Granary.Grains.Capacity;

/// <summary>
/// Who this process is towards ledgers. The incarnation rises from life to life of the same process: it is the time of its start, in steps of
/// 100 ns. Should that clock be set back, ledgers refuse the new life until nothing is left of the old one.
/// </summary>
/// <param name="AgentId">Stable name of the process.</param>
/// <param name="Incarnation">This life of it.</param>
internal sealed record AgentIdentity(string AgentId, ulong Incarnation)
{
    public static AgentIdentity Born(string agentId, TimeProvider time) => new(agentId, (ulong)time.GetUtcNow().UtcTicks);

    /// <summary>A seed that differs by process life and endpoint, and is the same in every replay.</summary>
    public int SeedFor(string endpoint)
    {
        var hash = 14695981039346656037UL ^ Incarnation;
        foreach (var c in $"{AgentId}\n{endpoint}")
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return (int)(hash ^ (hash >> 32));
    }
}
