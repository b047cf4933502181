namespace Granary.Abstractions.Executors;

/// <summary>One worker process of a pool at one moment.</summary>
/// <param name="Worker">Its number in the pool; a replacement has the number of what it replaces.</param>
/// <param name="State"><c>starting</c>, <c>ready</c>, <c>unresponsive</c>, <c>draining</c> or <c>ending</c>.</param>
/// <param name="Pid">Its process; null before it runs.</param>
/// <param name="FirstLane">Its lowest lane.</param>
/// <param name="Lanes">How many lanes it carries.</param>
/// <param name="Running">Tasks in it now, given up ones included.</param>
/// <param name="Tasks">Tasks it has taken.</param>
/// <param name="MemoryBytes">Resident bytes as last sampled; null if not known.</param>
/// <param name="UptimeMs">Time since its start, in milliseconds.</param>
public sealed record ExecutorWorkerEntry(
    int Worker, string State, int? Pid, int FirstLane, int Lanes, int Running, long Tasks, long? MemoryBytes, long UptimeMs);
