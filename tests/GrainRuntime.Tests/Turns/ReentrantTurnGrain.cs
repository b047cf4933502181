namespace Granary.GrainRuntime.Tests.Turns;

[Reentrant]
public sealed class ReentrantTurnGrain : TurnGrainBase, IReentrantTurnGrain;
