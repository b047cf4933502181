namespace Granary.Executors;

/// <summary>One worker at one moment.</summary>
/// <param name="Number">Its number in the pool, from 0; a replacement has the number of what it replaces.</param>
/// <param name="State">How it is.</param>
/// <param name="ProcessId">Its process; null for threads.</param>
/// <param name="FirstLane">Its lowest lane.</param>
/// <param name="Lanes">How many lanes it carries.</param>
/// <param name="Running">Tasks that run in it, given up ones included.</param>
/// <param name="Tasks">Tasks it has taken.</param>
/// <param name="ResidentBytes">Resident memory as last sampled; null if unknown.</param>
/// <param name="Uptime">Time since its start.</param>
public sealed record ExecutorWorkerView(
    int Number, ExecutorWorkerState State, int? ProcessId, int FirstLane, int Lanes, int Running, long Tasks, long? ResidentBytes, TimeSpan Uptime);
