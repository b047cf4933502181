namespace Granary.Admission.Buckets;

/// <summary>What a provider's bucket counts.</summary>
public enum BucketKind
{
    /// <summary>None, or nobody said which.</summary>
    None,

    /// <summary>Requests.</summary>
    Requests,

    /// <summary>Tokens, in and out.</summary>
    Tokens,

    /// <summary>Tokens of the prompt.</summary>
    InputTokens,

    /// <summary>Tokens of the answer.</summary>
    OutputTokens,
}
