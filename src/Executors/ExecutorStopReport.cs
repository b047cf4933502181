namespace Granary.Executors;

/// <summary>How a pool stopped.</summary>
/// <param name="Cancelled">Tasks that were given up because the stop timeout had passed.</param>
/// <param name="Abandoned">Lanes whose work ignored its cancellation and still ran when the stop returned.</param>
public readonly record struct ExecutorStopReport(int Cancelled, int Abandoned);
