namespace Granary.Executors.Dispatch;

/// <summary>What a dispatch queue has counted.</summary>
/// <param name="Started">Tasks taken by lanes.</param>
/// <param name="OverdueStarts">Of these, starts because a level was overdue.</param>
/// <param name="Expired">Tasks whose deadline passed.</param>
/// <param name="StealTries">An idle lane looked for something to take.</param>
/// <param name="Steals">It found something.</param>
/// <param name="StolenTasks">Tasks that moved.</param>
/// <param name="TotalWait">Sum of the waits of started tasks.</param>
/// <param name="LongestWait">Longest of them.</param>
internal readonly record struct DispatchCounters(
    long Started, long OverdueStarts, long Expired, long StealTries, long Steals, long StolenTasks, TimeSpan TotalWait, TimeSpan LongestWait);
