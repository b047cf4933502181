namespace Granary.GrainRuntime.Tests.Fixture;

/// <summary>What a test runs on.</summary>
public enum RuntimeKind
{
    /// <summary>Embedded, real time, thread pool.</summary>
    Embedded,

    /// <summary>Embedded, virtual time, two silos, one thread.</summary>
    Simulated,

    /// <summary>The Orleans build, a test cluster of one silo and a client of its own.</summary>
    Orleans,
}
