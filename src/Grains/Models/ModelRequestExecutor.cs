using Granary.Abstractions.Models;
using Granary.Admission;
using Granary.Grains.Providers;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Models;

/// <summary>
/// The one way out to a provider. Life of a call:
/// 1. the alias becomes a target: endpoint, transport, time-outs, held for the whole call;
/// 2. a permit of the endpoint is waited for, in the caller's band and turn;
/// 3. one attempt is sent, read and classified under that permit, which goes back in every path;
/// 4. a failure that another send may cure leads back to 2, with a fresh permit, after a pause without one, out of the endpoint's retry budget.
/// A rate limit is not retried for bulk callers, whose scheduler puts the task aside; others wait again in the queue. At most
/// <see cref="RetrySettings.Retries"/> + 1 sends, and none after the caller has seen a byte. Thread-safe.
/// </summary>
internal sealed partial class ModelRequestExecutor(
    ProviderDirectory directory,
    IRequestAdmission admission,
    AttemptRunner attempts,
    CallEvents events,
    RetryJitter jitter,
    TimeProvider time,
    ILogger<ModelRequestExecutor> logger) : IModelCalls
{
    /// <inheritdoc/>
    public async Task<ModelCallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (directory.Enter(call.Alias) is not { } use)
        {
            return new ModelCallResult(null, UnknownAlias(call.Alias), 0, TimeSpan.Zero, default);
        }

        using (use)
        {
            var (model, tokens) = (use.Target.Key.Model, ChatRequestBody.EstimateTokens(call));
            WholeAnswerWork work = call.Embedding
                ? new EmbeddingWork(EmbeddingWork.Write(model, call), tokens)
                : new ChatWork(ChatRequestBody.Write(model, call), tokens);
            var rounds = await RunAsync(use.Target, work, call.Caller, tokens, ofRun: true, call.OnAdmissionWait, cancellationToken);
            return new ModelCallResult(rounds.Failure is null ? work.Answer : null, rounds.Failure, rounds.Attempts, rounds.Waited, rounds.Usage, rounds.RateLimited);
        }
    }

    /// <inheritdoc/>
    public async Task<RelayResult> RelayAsync(RelayCall call, IRelaySink sink, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (directory.Enter(call.Alias) is not { } use)
        {
            var failure = UnknownAlias(call.Alias);
            var refusal = new AdmissionRefusal("hard_policy_denial", null, failure.Message, null, null);
            return new RelayResult(RelayEnd.Denied, failure, refusal, new RelayProgress(string.Empty, 0, TimeSpan.Zero, null));
        }

        using (use)
        {
            var target = use.Target;
            var work = new RelayWork(call, sink, target);
            var rounds = await RunAsync(target, work, call.Caller, call.EstimatedTokens, call.Caller.RunId is not null, null, cancellationToken);
            var progress = new RelayProgress(target.Provider.Name, rounds.Attempts, rounds.Waited, work.UpstreamRequestId);
            if (rounds.Denial is { } denial)
            {
                return new RelayResult(RelayEnd.Denied, DenialNames.Failure(denial), DenialNames.Refusal(denial), progress);
            }

            if (rounds.Fault is not { } fault)
            {
                return new RelayResult(work.Repaired ? RelayEnd.Repaired : RelayEnd.Relayed, null, null, progress);
            }

            if (work.Delivered)
            {
                return new RelayResult(RelayEnd.Cut, fault.ToFailure(), null, progress, work.ErrorEventRelayed);
            }

            return await work.RelayRefusalAsync(fault, progress, cancellationToken)
                ? new RelayResult(RelayEnd.Relayed, null, null, progress)
                : new RelayResult(RelayEnd.Failed, fault.ToFailure(), null, progress);
        }
    }

    private async Task<CallRounds> RunAsync(
        AliasTarget target, AttemptWork work, CallerContext caller, int tokens, bool ofRun, Action<bool>? onWait, CancellationToken cancellationToken)
    {
        var band = BandNames.Parse(caller.Band);
        var start = time.GetTimestamp();
        var rounds = new CallRounds(null, null, 0, TimeSpan.Zero, default, 0);
        var arrival = default(Arrival);
        var correlation = events.Correlate(caller);
        while (true)
        {
            var left = caller.Deadline - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return rounds with { Fault = rounds.Fault ?? ProviderFault.Deadline() };
            }

            var maxWait = caller.MaxWait ?? target.Definition.MaxWait;
            var request = new AdmissionRequest(
                target.Key, caller.Tenant, caller.Flow, band, maxWait is { } most ? Longer(most - rounds.Waited, TimeSpan.Zero) : null, left, Math.Max(1, tokens))
            {
                // Whoever asks again stands where it stood.
                Arrival = arrival,
                Attempt = events.NextAttempt(),
                Correlation = correlation,
            };
            var admitted = await AcquireAsync(request, onWait, cancellationToken);
            arrival = admitted.Arrival;
            rounds = rounds with { Waited = rounds.Waited + admitted.Waited };
            if (!admitted.Granted)
            {
                return rounds with { Denial = admitted.Denial };
            }

            // Nothing may stand between the grant and the runner, which gives the lease back whatever happens.
            rounds = rounds with { Attempts = rounds.Attempts + 1 };
            var progress = new RelayProgress(target.Provider.Name, rounds.Attempts, rounds.Waited, null);
            var end = await attempts.RunAsync(
                target, request, admitted.Lease, work, progress, target.Timeouts.TotalFor(ofRun), caller.Deadline - time.GetElapsedTime(start), cancellationToken);
            rounds = rounds with
            {
                Fault = end.Fault,
                Usage = rounds.Usage + end.Usage,
                RateLimited = rounds.RateLimited + (end.Fault?.Outcome == ReleaseOutcome.RateLimited ? 1 : 0),
            };
            if (end.Fault is not { } fault || work.Delivered)
            {
                return rounds;
            }

            if (PauseBefore(target, band, rounds, fault, caller.Deadline - time.GetElapsedTime(start), out var exhausted) is not { } pause)
            {
                if (!exhausted)
                {
                    return rounds;
                }

                // An operator should read why nobody tried again.
                events.BudgetExhausted(request, fault.Kind);
                return rounds with { Fault = fault with { Message = fault.Message + " No retry: retry_budget_exhausted." } };
            }

            events.RetryScheduled(request, fault.Kind, pause);

            LogRetry(target.Definition.Alias.Name, rounds.Attempts, ModelFailureNames.Of(fault.Kind), pause);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private async ValueTask<AdmissionResult> AcquireAsync(AdmissionRequest request, Action<bool>? onWait, CancellationToken cancellationToken)
    {
        var acquiring = admission.AcquireAsync(request, cancellationToken);
        if (acquiring.IsCompleted || onWait is null)
        {
            return await acquiring;
        }

        onWait(true);
        AdmissionResult admitted;
        try
        {
            admitted = await acquiring;
        }
        catch
        {
            onWait(false);
            throw;
        }

        try
        {
            onWait(false);
        }
        catch when (admitted.Granted)
        {
            // A listener that breaks its promise not to throw must not cost a permit.
            admission.Release(admitted.Lease, new ReleaseReport(ReleaseOutcome.UnexpectedException));
            throw;
        }

        return admitted;
    }

    /// <summary>How long to stay away before the next send; null = there is none. <paramref name="exhausted"/>: only the budget forbids it.</summary>
    private TimeSpan? PauseBefore(AliasTarget target, Band band, CallRounds rounds, ProviderFault fault, TimeSpan? left, out bool exhausted)
    {
        exhausted = false;
        var retry = target.Definition.Retry;
        if (!fault.Retryable || rounds.Attempts > retry.Retries)
        {
            return null;
        }

        if (fault.Kind == ModelFailureKind.RateLimit)
        {
            // The queue itself waits for the end of the block, so neither a pause nor a token of the budget is due.
            return band == Band.Bulk ? null : TimeSpan.Zero;
        }

        var pause = RetryPause.Before(rounds.Attempts - 1, retry, fault.RetryAfter, jitter.Next());
        if (pause is null || pause >= left)
        {
            return null;
        }

        exhausted = !admission.TryRetry(target.Key);
        return exhausted ? null : pause;
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static ModelCallFailure UnknownAlias(string alias) =>
        new(ModelFailureKind.HardPolicyDenial, $"There is no alias `{alias}` in the provider document.");
}
