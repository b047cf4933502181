namespace Granary.Simulation.Protocol;

/// <summary>What becomes of a write.</summary>
internal enum WriteFate
{
    /// <summary>It is durable, and its writer knows.</summary>
    Done,

    /// <summary>It fails without effect.</summary>
    FailsBefore,

    /// <summary>It takes effect and fails all the same.</summary>
    FailsAfter,
}
