using Granary.Abstractions.Idempotency;

namespace Granary.Api.Tests.Recovery;

/// <summary>The contract of an idempotency key in memory, without storage, leases and expiry.</summary>
internal sealed class FakeIdempotencyGrain : IIdempotencyGrain
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<IdempotencyDecision> _ended = New();
    private IdempotencyClaim? _held;
    private string _fingerprint = "";

    public KeptAnswer? Kept { get; private set; }

    /// <summary>Completes when somebody waits.</summary>
    public TaskCompletionSource Waited { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many of the next calls fail.</summary>
    public int Failures { get; set; }

    public Task<IdempotencyDecision> ClaimAsync(IdempotencyClaim claim)
    {
        lock (_gate)
        {
            if (Failures-- > 0)
            {
                throw new InvalidOperationException("The storage hiccuped.");
            }

            if (Kept is not null)
            {
                return Task.FromResult(new IdempotencyDecision(
                    _fingerprint == claim.Fingerprint ? IdempotencyDecisionKind.Answer : IdempotencyDecisionKind.Reused, Kept, Kept.RequestId));
            }

            if (_held is { } held && held.RequestId != claim.RequestId)
            {
                return Task.FromResult(new IdempotencyDecision(
                    held.Fingerprint == claim.Fingerprint ? IdempotencyDecisionKind.Busy : IdempotencyDecisionKind.Reused, RequestId: held.RequestId));
            }

            (_held, _fingerprint) = (claim, claim.Fingerprint);
            return Task.FromResult(new IdempotencyDecision(IdempotencyDecisionKind.Run, RequestId: claim.RequestId));
        }
    }

    public Task<IdempotencyDecision> WaitAsync(string fingerprint, TimeSpan atMost)
    {
        lock (_gate)
        {
            Waited.TrySetResult();
            return _held is null ? Task.FromResult(new IdempotencyDecision(IdempotencyDecisionKind.Busy)) : _ended.Task;
        }
    }

    public Task<bool> RenewAsync(string claimId) => Task.FromResult(_held?.ClaimId == claimId);

    public Task<bool> CompleteAsync(string claimId, KeptAnswer answer)
    {
        lock (_gate)
        {
            if (_held?.ClaimId != claimId)
            {
                return Task.FromResult(false);
            }

            (_held, Kept) = (null, answer);
            Tell(new IdempotencyDecision(IdempotencyDecisionKind.Answer, answer, answer.RequestId));
            return Task.FromResult(true);
        }
    }

    public Task FailAsync(string claimId, KeptAnswer? answer)
    {
        lock (_gate)
        {
            if (_held?.ClaimId == claimId)
            {
                _held = null;
                Tell(new IdempotencyDecision(answer is null ? IdempotencyDecisionKind.Busy : IdempotencyDecisionKind.Answer, answer));
            }
        }

        return Task.CompletedTask;
    }

    public Task<KeptAnswer?> AnswerAsync(string requestId) => Task.FromResult(Kept?.RequestId == requestId ? Kept : null);

    public Task<DateTimeOffset?> ExpireAsync(bool evict) => throw new NotSupportedException();

    private static TaskCompletionSource<IdempotencyDecision> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Tell(IdempotencyDecision decision)
    {
        (var waiting, _ended) = (_ended, New());
        waiting.TrySetResult(decision);
    }
}
