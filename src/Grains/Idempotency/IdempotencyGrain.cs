using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Idempotency;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Idempotency;

/// <summary>
/// One idempotency key. The life of a claim: written down (under the ETag, so that of two activations one wins) → renewed while its request runs →
/// ended by an answer, which is written before anybody hears of it, or by a failure, after which the key is free. Who waits is told in memory; who
/// waited on an activation that died asks again.
/// </summary>
internal sealed class IdempotencyGrain(
    [PersistentState("idempotency")] IPersistentState<IdempotencyState> state,
    IArtifactStore artifacts,
    IOptions<IdempotencyOptions> options,
    TimeProvider time) : Grain, IIdempotencyGrain
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    // Expiry interleaves with everything else and steps back when this is taken.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private TaskCompletionSource<IdempotencyDecision> _ended = New();
    private DateTimeOffset _leasedUntil;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // When the claim was last renewed died with the activation before this one; its holder gets a whole lease to show itself.
        _leasedUntil = time.GetUtcNow() + IdempotencyRules.Lease;
        return Task.CompletedTask;
    }

    public Task<IdempotencyDecision> ClaimAsync(IdempotencyClaim claim) => InTurnAsync(async () =>
    {
        var decision = IdempotencyRules.Decide(state.State, claim, time.GetUtcNow(), _leasedUntil, options.Value.Window);
        if (decision.Kind != IdempotencyDecisionKind.Run)
        {
            return decision;
        }

        if (!state.State.Indexed)
        {
            // First, so that a crash leaves an index entry without a key, which expires, and never a key that nothing would expire.
            await GrainFactory.GetGrain<IIdempotencyIndexGrain>(claim.Tenant).AddAsync(this.GetPrimaryKeyString());
        }

        var replaced = state.State.Answer;
        state.State.Indexed = true;
        state.State.Answer = null;
        state.State.Fingerprint = claim.Fingerprint;
        state.State.ClaimId = claim.ClaimId;
        state.State.RequestId = claim.RequestId;
        await state.WriteStateAsync();
        _leasedUntil = time.GetUtcNow() + IdempotencyRules.Lease;
        await RemoveBodyAsync(replaced);
        return decision;
    });

    public async Task<IdempotencyDecision> WaitAsync(string fingerprint, TimeSpan atMost)
    {
        var busy = new IdempotencyDecision(IdempotencyDecisionKind.Busy, RequestId: state.State.RequestId);
        var left = _leasedUntil - time.GetUtcNow();
        if (state.State.ClaimId.Length == 0 || state.State.Fingerprint != fingerprint || left <= TimeSpan.Zero)
        {
            return busy;
        }

        atMost = atMost < LongestWait ? atMost : LongestWait;
        try
        {
            return await _ended.Task.WaitAsync(atMost < left ? atMost : left, time);
        }
        catch (TimeoutException)
        {
            return busy;
        }
    }

    public Task<bool> RenewAsync(string claimId)
    {
        var mine = claimId.Length > 0 && state.State.ClaimId == claimId;
        if (mine)
        {
            _leasedUntil = time.GetUtcNow() + IdempotencyRules.Lease;
        }

        return Task.FromResult(mine);
    }

    public Task<bool> CompleteAsync(string claimId, KeptAnswer answer) => InTurnAsync(async () =>
    {
        if (state.State.ClaimId != claimId)
        {
            // Told twice is told once.
            return state.State.Answer is { } kept && kept.RequestId == answer.RequestId;
        }

        state.State.Answer = answer;
        state.State.EndedAt = time.GetUtcNow();
        state.State.ClaimId = "";
        await state.WriteStateAsync();
        Tell(new IdempotencyDecision(IdempotencyDecisionKind.Answer, answer, answer.RequestId));
        return true;
    });

    public Task FailAsync(string claimId, KeptAnswer? answer) => InTurnAsync(async () =>
    {
        if (state.State.ClaimId != claimId || claimId.Length == 0)
        {
            return false;
        }

        state.State.ClaimId = "";
        state.State.Fingerprint = "";
        await state.WriteStateAsync();
        Tell(new IdempotencyDecision(
            answer is null ? IdempotencyDecisionKind.Busy : IdempotencyDecisionKind.Answer, answer, state.State.RequestId));
        return true;
    });

    public Task<KeptAnswer?> AnswerAsync(string requestId) =>
        Task.FromResult(state.State.Answer is { } answer && answer.RequestId == requestId ? answer : null);

    public async Task<DateTimeOffset?> ExpireAsync(bool evict)
    {
        if (!await _turn.WaitAsync(TimeSpan.Zero))
        {
            return time.GetUtcNow() + IdempotencyRules.Lease;
        }

        try
        {
            if (IdempotencyRules.KeptUntil(state.State, time.GetUtcNow(), _leasedUntil, options.Value.Window, evict) is { } until)
            {
                return until;
            }

            // Whatever comes of it, the next activation reads what is stored.
            DeactivateOnIdle();
            var replaced = state.State.Answer;
            await state.ClearStateAsync();
            await RemoveBodyAsync(replaced);
            return null;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static TaskCompletionSource<IdempotencyDecision> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<T> InTurnAsync<T>(Func<Task<T>> change)
    {
        await _turn.WaitAsync();
        try
        {
            return await change();
        }
        catch
        {
            // After a failed write nobody knows what is stored: the next activation reads it.
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Tell(IdempotencyDecision decision)
    {
        (var waiting, _ended) = (_ended, New());
        waiting.TrySetResult(decision);
    }

    private Task RemoveBodyAsync(KeptAnswer? answer) =>
        answer?.Artifact is { } artifact ? artifacts.DeleteAsync(artifact, CancellationToken.None) : Task.CompletedTask;
}
