namespace Granary.Abstractions.Idempotency;

/// <summary>
/// One idempotency key: makes what is sent under it one execution in the whole cluster. The grain's key is a SHA-256 over tenant, method, route and
/// key, so the key itself is stored nowhere. A claim lives for 15 s unless it is renewed; whoever dies with it is replaced.
/// </summary>
[Alias("granary.IIdempotencyGrain")]
public interface IIdempotencyGrain : IGrainWithStringKey
{
    /// <summary>Asks to run. The claim is durable before the answer says <see cref="IdempotencyDecisionKind.Run"/>.</summary>
    [Alias("claim")]
    Task<IdempotencyDecision> ClaimAsync(IdempotencyClaim claim);

    /// <summary>
    /// Waits until what runs under the key has ended, at most that long (up to 10 s): its answer, or <see cref="IdempotencyDecisionKind.Busy"/>, upon
    /// which the caller claims again.
    /// </summary>
    [Alias("wait"), AlwaysInterleave]
    Task<IdempotencyDecision> WaitAsync(string fingerprint, TimeSpan atMost);

    /// <summary>The claim is still being worked on. False: it is somebody else's by now.</summary>
    [Alias("renew")]
    Task<bool> RenewAsync(string claimId);

    /// <summary>Ends the claim with an answer that is kept for the window; durable when this returns. False: the claim is not the present one.</summary>
    [Alias("complete")]
    Task<bool> CompleteAsync(string claimId, KeptAnswer answer);

    /// <summary>Ends the claim: whoever waits gets this answer (null: claims again), and then the key is free.</summary>
    [Alias("fail")]
    Task FailAsync(string claimId, KeptAnswer? answer);

    /// <summary>The kept answer, if that request made it.</summary>
    [Alias("answer"), ReadOnly]
    Task<KeptAnswer?> AnswerAsync(string requestId);

    /// <summary>
    /// Forgets the key if its time is over, or with <paramref name="evict"/> if nothing runs; null: it is gone, else when to look again. Never waits
    /// for what goes on in the grain, because that may wait for the caller of this.
    /// </summary>
    [Alias("expire"), AlwaysInterleave]
    Task<DateTimeOffset?> ExpireAsync(bool evict);
}
