using Granary.Abstractions.Models;
using Granary.Admission;
using Granary.Admission.Buckets;
using Granary.Admission.Signals;
using Granary.Grains.Capacity;
using Granary.Grains.Providers;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Models;

/// <summary>
/// One attempt under one lease: send, read, classify, release. Whatever happens the lease goes back once, before this returns or throws.
/// </summary>
internal sealed partial class AttemptRunner(IRequestAdmission admission, CallEvents events, TimeProvider time, ILogger<AttemptRunner> logger)
{
    /// <summary>Runs it. A failure of the provider is a value.</summary>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public async Task<AttemptEnd> RunAsync(
        AliasTarget target, AdmissionRequest admitted, RequestLease lease, AttemptWork work, RelayProgress progress, TimeSpan total, TimeSpan? deadline,
        CancellationToken caller)
    {
        using var held = new AdmissionLease(admission, new AdmissionResult(lease, null, TimeSpan.Zero), time);
        using var clock = new CallClock(time, total, deadline, caller);
        var attempt = new Attempt(target, clock, time, time.GetTimestamp(), progress, caller);
        AttemptEnd end;
        try
        {
            events.Started(admitted, lease, progress.Attempts);
            end = await SendAsync(attempt, held, work);
        }
        catch (Exception failure)
        {
            var left = caller.IsCancellationRequested && IsOutside(failure);
            if (left || FaultOf(failure, clock) is not { } fault)
            {
                Release(held, lease, new ReleaseReport(left ? ReleaseOutcome.LocalCancelled : ReleaseOutcome.UnexpectedException, Latency: attempt.Elapsed));
                events.Completed(admitted, lease, left ? "cancelled" : "unexpected_exception", attempt.Elapsed, default);
                if (left)
                {
                    throw new OperationCanceledException(caller);
                }

                throw;
            }

            end = new AttemptEnd(fault);
        }

        Release(held, lease, new ReleaseReport(
            end.Fault?.Outcome ?? ReleaseOutcome.Success,
            end.Fault?.RetryAfter,
            end.Fault?.ServerFault ?? false,
            attempt.Elapsed,
            end.FirstByte,
            end.Usage.Estimated > 0 ? 0 : end.Usage.InputTokens,
            end.Usage.Estimated > 0 ? 0 : end.Usage.OutputTokens,
            end.Fault?.Signal.Cause ?? AnswerCause.None,
            end.Fault?.Signal.Bucket ?? BucketKind.None,
            end.Fault?.Rates));
        events.Completed(admitted, lease, end.Fault is { } ended ? ModelFailureNames.Of(ended.Kind) : "ok", attempt.Elapsed, end.Usage);
        return end;
    }

    private async Task<AttemptEnd> SendAsync(Attempt attempt, AdmissionLease held, AttemptWork work)
    {
        using var request = work.Request(attempt.Target);
        attempt.Clock.Expect(CallExpiry.FirstByte, attempt.Target.Timeouts.FirstByteFor(work.Streamed));
        using var response = await attempt.Target.Connection.Transport.SendAsync(request, attempt.Clock.Token);
        attempt.Clock.Rest();
        if (!response.IsSuccessStatusCode)
        {
            return new AttemptEnd(await work.RefusedAsync(response, attempt));
        }

        held.Accepted(RatesOf(response));
        return await work.ReadAsync(response, attempt);
    }

    private RateFields? RatesOf(HttpResponseMessage response) =>
        AnswerSignals.FieldsOf(response.Headers) is { Length: > 0 } fields ? RateFields.Read(fields, time.GetUtcNow()) : null;

    /// <summary>The exception comes from the connections or from a token, so it is no fault of this code.</summary>
    private static bool IsOutside(Exception failure) => failure is OperationCanceledException or HttpRequestException or IOException or CallerGoneException;

    /// <summary>The failure behind an exception, or null if it is our own.</summary>
    private static ProviderFault? FaultOf(Exception failure, CallClock clock)
    {
        if (!IsOutside(failure))
        {
            return null;
        }

        return clock.Expired switch
        {
            CallExpiry.Deadline => ProviderFault.Deadline(),
            CallExpiry.FirstByte => ProviderFault.Slow("The provider did not begin to answer in time (timeouts.firstByte)."),
            CallExpiry.Idle or CallExpiry.End => ProviderFault.Slow("The provider fell silent in the middle of its answer (timeouts.idle)."),
            CallExpiry.Total => ProviderFault.Slow("The call took longer than allowed in all (timeouts.total)."),
            CallExpiry.Caller => ProviderFault.CallerStuck("The caller took no bytes for 30 s."),
            _ => failure switch
            {
                CallerGoneException gone => ProviderFault.CallerStuck(gone.Message),

                // Nobody of ours cancelled: the transport gave up on the connection.
                OperationCanceledException => ProviderFault.Connection("No connection to the provider in time (timeouts.connect)."),
                _ => ProviderFault.Connection("The connection to the provider failed or broke."),
            },
        };
    }

    private void Release(AdmissionLease held, in RequestLease lease, in ReleaseReport report)
    {
        if (held.Release(report) is { } result and not ReleaseResult.Released)
        {
            LogNotReleased(lease.Key, lease.Number, result);
        }
    }
}
