namespace Granary.Simulation.Protocol;

/// <summary>How a call ends.</summary>
internal enum CallEnd
{
    /// <summary>Accepted and finished.</summary>
    Done,

    /// <summary>Refused for load.</summary>
    Refused,

    /// <summary>5xx or a reset.</summary>
    Failed,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>503.</summary>
    Away,
}
