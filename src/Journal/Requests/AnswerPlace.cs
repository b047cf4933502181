namespace Granary.Journal.Requests;

/// <summary>Where the answer of a finished entry is.</summary>
public enum AnswerPlace
{
    /// <summary>There is none: nothing ran, or its caller took it.</summary>
    None,

    /// <summary>In the journal, under the entry's id.</summary>
    Journal,

    /// <summary>Head in the journal, body in the artifact store.</summary>
    Artifact,

    /// <summary>Under the idempotency key that the request came with.</summary>
    Key,

    /// <summary>Head in the journal; the body was larger than what is kept.</summary>
    NotKept,
}
