namespace Granary.Api.Recovery;

/// <summary>What a hook can decide.</summary>
public enum RecoveryDecisionKind
{
    /// <summary>Run the handler again.</summary>
    RunAgain,

    /// <summary>It is done.</summary>
    Completed,

    /// <summary>It need not run.</summary>
    Skip,

    /// <summary>Later.</summary>
    Defer,

    /// <summary>An operator must decide.</summary>
    DeadLetter,
}
