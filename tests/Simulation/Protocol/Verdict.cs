namespace Granary.Simulation.Protocol;

/// <summary>How a world ended; the number is the exit code of a campaign that stopped there.</summary>
internal enum Verdict
{
    /// <summary>Nothing was wrong.</summary>
    Clean = 0,

    /// <summary>The code under test, or the simulation itself, threw.</summary>
    Crash = 10,

    /// <summary>Something happened that must never happen.</summary>
    Safety = 11,

    /// <summary>Something that must happen did not.</summary>
    Liveness = 12,
}
