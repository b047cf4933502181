namespace Granary.Simulation.Protocol;

/// <summary>What may go wrong in a protocol world.</summary>
internal enum FaultKind
{
    /// <summary>Messages are lost with this probability for a while.</summary>
    Loss,

    /// <summary>Messages come twice with this probability for a while.</summary>
    Duplication,

    /// <summary>Messages are late by up to this many seconds for a while, and overtake each other.</summary>
    Delay,

    /// <summary>A process dies and a new life of it begins at once; its calls go on at the provider.</summary>
    AgentCrash,

    /// <summary>A process stands still for that long; messages wait.</summary>
    AgentPause,

    /// <summary>The ledger dies; the next message makes another.</summary>
    LedgerCrash,

    /// <summary>The ledger moves in good order.</summary>
    LedgerMove,

    /// <summary>A second activation beside the first for a while; messages go to either.</summary>
    LedgerSplit,

    /// <summary>Writes fail without effect for a while.</summary>
    WriteFails,

    /// <summary>Writes take effect and fail all the same for a while.</summary>
    WriteAnswerLost,

    /// <summary>The provider is away: 503, with or without retry-after, for a while.</summary>
    Outage,

    /// <summary>The provider's hidden limit becomes this many times what it was at first.</summary>
    LimitChange,

    /// <summary>This share of calls fails with 5xx or resets for a while.</summary>
    Failures,

    /// <summary>Answers take this many times as long for a while.</summary>
    Slowness,
}
