namespace Granary.Abstractions.Idempotency;

/// <summary>What a claim of a key leads to.</summary>
[GenerateSerializer, Alias("granary.IdempotencyDecisionKind")]
public enum IdempotencyDecisionKind
{
    /// <summary>Run, and report the end under the claim.</summary>
    Run,

    /// <summary>Give this answer; nothing runs.</summary>
    Answer,

    /// <summary>Another request runs under the key: wait for it.</summary>
    Busy,

    /// <summary>The key belongs to a request that says something else; nothing runs.</summary>
    Reused,
}
