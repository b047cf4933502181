namespace Granary.Admission;

/// <summary>Why no permit was given, in the order in which reasons are looked at.</summary>
public enum DenialReason
{
    /// <summary>Endpoint or alias unknown, tenant not allowed: never, so nobody waits for it.</summary>
    HardPolicyDenial,

    /// <summary>The agent is draining: never here.</summary>
    Shutdown,

    /// <summary>The gate is not open: nothing before the next probe, or an operator's word.</summary>
    Outage,

    /// <summary>The endpoint is blocked until a known instant.</summary>
    Cooldown,

    /// <summary>Every permit is taken; the binding says of what.</summary>
    NoCapacity,

    /// <summary>Try-acquire only: somebody waits who would be served first.</summary>
    QueuedWaitersAhead,

    /// <summary>The wait deadline passed, or cannot be met.</summary>
    QueueTimeout,

    /// <summary>Too many wait already.</summary>
    QueueFull,
}
