namespace Granary.Embedded.Simulation;

/// <summary>How a storage write fails.</summary>
public enum WriteFault
{
    /// <summary>Nothing was written.</summary>
    BeforeEffect,

    /// <summary>It was written; the grain is told that it failed.</summary>
    AfterEffect,
}
