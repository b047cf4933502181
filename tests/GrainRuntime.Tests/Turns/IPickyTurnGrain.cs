namespace Granary.GrainRuntime.Tests.Turns;

public interface IPickyTurnGrain : ITurnGrain;
