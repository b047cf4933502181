using System.Security.Cryptography;

namespace Granary.Grains.Capacity;

/// <summary>
/// Who this process is towards ledgers. The incarnation rises from life to life of the same process: its upper part is the time of start in
/// milliseconds, its lower 20 bits tell two starts in one millisecond apart.
/// </summary>
/// <param name="AgentId">Stable name of the process.</param>
/// <param name="Incarnation">This life of it.</param>
internal sealed record AgentIdentity(string AgentId, ulong Incarnation)
{
    public static AgentIdentity Born(string agentId, TimeProvider time) => new(
        agentId, ((ulong)time.GetUtcNow().ToUnixTimeMilliseconds() << 20) | (uint)RandomNumberGenerator.GetInt32(1 << 20));
}
