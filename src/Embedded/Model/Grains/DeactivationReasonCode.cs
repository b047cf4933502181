namespace Granary.Embedded;

/// <summary>Why an activation ends.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>The silo stops.</summary>
    ShuttingDown = 1,

    /// <summary>It could not be activated.</summary>
    ActivationFailed = 2,

    /// <summary>It could not be registered in the directory.</summary>
    DirectoryFailure = 3,

    /// <summary>It was idle for too long.</summary>
    ActivationIdle = 4,

    /// <summary>It does not answer.</summary>
    ActivationUnresponsive = 5,

    /// <summary>Another activation of the grain is the registered one.</summary>
    DuplicateActivation = 6,

    /// <summary>It received a call that it cannot serve.</summary>
    IncompatibleRequest = 7,

    /// <summary>An error of the grain.</summary>
    ApplicationError = 8,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested = 9,

    /// <summary>It moves to another silo.</summary>
    Migrating = 10,

    /// <summary>The runtime asked for it.</summary>
    RuntimeRequested = 11,

    /// <summary>Memory is short.</summary>
    HighMemoryPressure = 12,
}
