namespace Granary.GrainRuntime.Tests.Turns;

[PreferLocalPlacement]
public sealed class TurnGrain : TurnGrainBase, ITurnGrain;
