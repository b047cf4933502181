using Granary.Abstractions.Idempotency;

namespace Granary.Grains.Idempotency;

/// <summary>What a key answers to a claim. Pure.</summary>
internal static class IdempotencyRules
{
    /// <summary>A claim that is not renewed for this long is somebody else's to take.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    public static IdempotencyDecision Decide(IdempotencyState state, IdempotencyClaim claim, DateTimeOffset now, DateTimeOffset leasedUntil, TimeSpan window)
    {
        if (state.Answer is { } answer && now - state.EndedAt < window)
        {
            return state.Fingerprint == claim.Fingerprint
                ? new IdempotencyDecision(IdempotencyDecisionKind.Answer, answer, state.RequestId)
                : new IdempotencyDecision(IdempotencyDecisionKind.Reused, RequestId: state.RequestId);
        }

        // A recovery of the very request that holds the key: the process that ran it is gone.
        var held = state.ClaimId.Length > 0 && now < leasedUntil && state.RequestId != claim.RequestId;
        if (!held)
        {
            return new IdempotencyDecision(IdempotencyDecisionKind.Run, RequestId: claim.RequestId);
        }

        return new IdempotencyDecision(
            state.Fingerprint == claim.Fingerprint ? IdempotencyDecisionKind.Busy : IdempotencyDecisionKind.Reused, RequestId: state.RequestId);
    }

    /// <summary>Null: the key may be forgotten; else when to look again.</summary>
    public static DateTimeOffset? KeptUntil(IdempotencyState state, DateTimeOffset now, DateTimeOffset leasedUntil, TimeSpan window, bool evict)
    {
        if (state.ClaimId.Length > 0 && now < leasedUntil)
        {
            return leasedUntil;
        }

        var end = state.EndedAt + window;
        return state.Answer is not null && !evict && now < end ? end : null;
    }
}
