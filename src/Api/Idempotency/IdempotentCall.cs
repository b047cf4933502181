using Granary.Abstractions.Idempotency;

using Microsoft.Extensions.Logging;

namespace Granary.Api.Idempotency;

/// <summary>
/// One request's way with its key: claim → run, renewing the claim every 5 s → tell how it ended. A grain that cannot be reached (its silo died, its
/// storage hiccuped) is asked again for a while. Not thread-safe.
/// </summary>
internal sealed partial class IdempotentCall(IIdempotencyGrain grain, IdempotencyClaim claim, TimeProvider time, ILogger logger) : IDisposable
{
    private const int Tries = 5;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private ITimer? _renewal;

    /// <summary>
    /// Run, Answer or Reused at once; while another request runs under the key its end is awaited, at most <paramref name="patience"/>, then Busy.
    /// <paramref name="waited"/> is told when a wait begins.
    /// </summary>
    /// <exception cref="IdempotencyUnavailableException">The key's grain could not be reached; nothing was claimed that would not expire.</exception>
    public async Task<IdempotencyDecision> BeginAsync(TimeSpan patience, Action waited, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var decision = await AskAsync(() => grain.ClaimAsync(claim), cancellationToken);
            if (decision.Kind == IdempotencyDecisionKind.Run)
            {
                _renewal = time.CreateTimer(static state => ((IdempotentCall)state!).Renew(), this, RenewEvery, RenewEvery);
            }

            if (decision.Kind != IdempotencyDecisionKind.Busy)
            {
                return decision;
            }

            var left = patience - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return decision;
            }

            waited();
            var slice = left < Slice ? left : Slice;
            var ended = await AskAsync(() => grain.WaitAsync(claim.Fingerprint, slice), cancellationToken);
            if (ended.Kind == IdempotencyDecisionKind.Answer)
            {
                return ended;
            }
        }
    }

    /// <summary>Stores the answer. False: it could not be stored, or the key is somebody else's by now.</summary>
    public async Task<bool> CompleteAsync(KeptAnswer answer)
    {
        Stop();
        try
        {
            return await AskAsync(() => grain.CompleteAsync(claim.ClaimId, answer), CancellationToken.None);
        }
        catch (IdempotencyUnavailableException error)
        {
            LogNotKept(error, claim.RequestId);
            return false;
        }
    }

    /// <summary>Gives the key free; whoever waits gets that answer, or with null may run.</summary>
    public async Task FailAsync(KeptAnswer? answer)
    {
        Stop();
        try
        {
            await AskAsync(
                async () =>
                {
                    await grain.FailAsync(claim.ClaimId, answer);
                    return true;
                }, CancellationToken.None);
        }
        catch (IdempotencyUnavailableException error)
        {
            // The claim expires by itself.
            LogNotReleased(error, claim.RequestId);
        }
    }

    public void Dispose() => Stop();

    private void Stop()
    {
        _renewal?.Dispose();
        _renewal = null;
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask().WaitAsync(cancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                if (attempt == Tries)
                {
                    throw new IdempotencyUnavailableException(error);
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async void Renew()
    {
        try
        {
            await grain.RenewAsync(claim.ClaimId);
        }
        catch (Exception error)
        {
            // The next renewal, or the end, comes through or the claim expires.
            LogNotRenewed(error, claim.RequestId);
        }
    }

    [LoggerMessage(5120, LogLevel.Error, "The answer of request {RequestId} could not be kept under its idempotency key; a repetition will run again")]
    private partial void LogNotKept(Exception exception, string requestId);

    [LoggerMessage(5121, LogLevel.Warning, "The idempotency key of request {RequestId} could not be given free; it is free within 15 s")]
    private partial void LogNotReleased(Exception exception, string requestId);

    [LoggerMessage(5122, LogLevel.Debug, "The claim of request {RequestId} was not renewed")]
    private partial void LogNotRenewed(Exception exception, string requestId);
}
