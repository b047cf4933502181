namespace Granary.GrainRuntime.Tests.Turns;

public sealed class TurnGrain : TurnGrainBase, ITurnGrain;
