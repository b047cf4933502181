namespace Granary.Journal.Requests;

/// <summary>What a shell does for the core.</summary>
public enum RecoveryEffectKind
{
    /// <summary>Write the progress, wait until it is durable, and only then run the entry.</summary>
    Begin,

    /// <summary>Write the progress.</summary>
    Store,

    /// <summary>Write the progress and remove the content: the entry will not run any more.</summary>
    Finish,

    /// <summary>Remove everything of the entry.</summary>
    Forget,
}
