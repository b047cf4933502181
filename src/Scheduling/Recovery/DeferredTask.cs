namespace Granary.Scheduling.Recovery;

/// <summary>The past of a task that has failed before.</summary>
/// <param name="WholeGroup">Its failure concerns all rows.</param>
/// <param name="State">Where it is.</param>
/// <param name="Rounds">How often it re-entered after its group stalled.</param>
/// <param name="Cycles">How often it was preserved.</param>
/// <param name="ReenterAt">Seconds.</param>
internal readonly record struct DeferredTask(bool WholeGroup, DeferredState State = DeferredState.Out, int Rounds = 0, int Cycles = 0, double ReenterAt = 0);
