using System.Diagnostics;
using Granary.Abstractions.Models;
using Granary.Admission;
using Granary.Admission.Events;

namespace Granary.Grains.Models;

/// <summary>What the executor adds to the request stream. Nothing is built for kinds that nobody takes.</summary>
/// <param name="events">The stream.</param>
/// <param name="before">Attempts are numbered from the next number on.</param>
internal sealed class CallEvents(IRequestEvents events, long before = 0)
{
    private long _attempts = before;

    /// <summary>A number above all attempts of earlier lives of the process, so that an attempt's number stays its own in kept events.</summary>
    public static long BornAt(DateTimeOffset now) => now.ToUnixTimeMilliseconds() << 20;

    /// <summary>Names the next attempt.</summary>
    public long NextAttempt() => Interlocked.Increment(ref _attempts);

    /// <summary>What the events of a call belong to; null for a call of nobody.</summary>
    public RequestCorrelation? Correlate(CallerContext caller)
    {
        var traced = events.Wanted.Mask != 0 ? Activity.Current : null;
        return caller.RunId is null && caller.RequestId is null && traced is null
            ? null
            : new RequestCorrelation(caller.RunId, caller.Column, caller.RequestId, traced?.TraceId.ToHexString(), traced?.SpanId.ToHexString(), TaskOf(caller));
    }

    public void Started(AdmissionRequest request, in RequestLease lease, int number)
    {
        if (events.Wanted.Has(RequestEventKind.ModelRequestStarted))
        {
            events.Publish(About(RequestEventKind.ModelRequestStarted, request, lease) with { Facts = [new("attempt", (long)number)] });
        }
    }

    /// <summary><paramref name="reason"/>: <c>ok</c>, the kind of failure, or <c>cancelled</c>. Comes after the lease is back.</summary>
    public void Completed(AdmissionRequest request, in RequestLease lease, string reason, TimeSpan duration, TokenUsage usage)
    {
        if (events.Wanted.Has(RequestEventKind.ModelRequestCompleted))
        {
            events.Publish(About(RequestEventKind.ModelRequestCompleted, request, lease) with
            {
                Reason = reason,
                Facts =
                [
                    new("durationSeconds", Math.Max(0, duration.TotalSeconds)), new("inputTokens", usage.InputTokens),
                    new("outputTokens", usage.OutputTokens), new("estimatedTokens", usage.Estimated),
                ],
            });
        }
    }

    public void RetryScheduled(AdmissionRequest request, ModelFailureKind kind, TimeSpan pause)
    {
        if (events.Wanted.Has(RequestEventKind.RetryScheduled))
        {
            events.Publish(About(RequestEventKind.RetryScheduled, request) with
            {
                Reason = ModelFailureNames.Of(kind),
                Facts = [new("pauseSeconds", pause.TotalSeconds)],
            });
        }
    }

    public void BudgetExhausted(AdmissionRequest request, ModelFailureKind kind)
    {
        if (events.Wanted.Has(RequestEventKind.RetryBudgetExhausted))
        {
            events.Publish(About(RequestEventKind.RetryBudgetExhausted, request) with { Reason = ModelFailureNames.Of(kind) });
        }
    }

    private static RequestTask? TaskOf(CallerContext caller) => caller.Task is { } task
        ? new RequestTask(task.ExecutionId, task.Session, task.RowGroup, task.TaskType, task.GroupKind, task.GroupIdentityHash)
        : null;

    private RequestEvent About(RequestEventKind kind, AdmissionRequest request) => new(kind, events.Now, request.Key)
    {
        Attempt = request.Attempt,
        Band = request.Band,
        Tenant = request.Tenant,
        Correlation = request.Correlation,
    };

    private RequestEvent About(RequestEventKind kind, AdmissionRequest request, in RequestLease lease) =>
        About(kind, request) with { Lease = new LeaseId(lease.Incarnation, lease.Number) };
}
