namespace Granary.Executors.Dispatch;

/// <summary>How a dispatch queue is made; validated by its owner.</summary>
/// <param name="Strategy">Order and lanes.</param>
/// <param name="Lanes">Lanes from 0.</param>
/// <param name="AgingBound">Longest that the head of a priority level waits while lanes keep taking.</param>
/// <param name="MaxTasksPerLane">Tasks that may wait for one lane alone.</param>
/// <param name="MaxTasks">Tasks that may wait in all.</param>
internal sealed record DispatchSettings(
    DispatchStrategy Strategy, int Lanes, TimeSpan AgingBound, int MaxTasksPerLane = 1000, int MaxTasks = int.MaxValue);
