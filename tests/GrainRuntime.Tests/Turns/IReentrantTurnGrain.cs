namespace Granary.GrainRuntime.Tests.Turns;

public interface IReentrantTurnGrain : ITurnGrain;
