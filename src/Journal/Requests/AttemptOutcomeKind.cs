namespace Granary.Journal.Requests;

/// <summary>How a run of an entry can end.</summary>
public enum AttemptOutcomeKind
{
    /// <summary>Answered for good.</summary>
    Completed,

    /// <summary>Failed; another attempt may help.</summary>
    Failed,

    /// <summary>A hook said that it need not run.</summary>
    Skipped,

    /// <summary>A hook put it off.</summary>
    Deferred,

    /// <summary>Only an operator can help.</summary>
    DeadLetter,
}
