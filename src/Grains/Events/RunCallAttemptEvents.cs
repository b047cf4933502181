using Granary.Admission;

namespace Granary.Grains.Events;

/// <summary>
/// The events of one attempt: wait started, wait completed, lease acquired, call started, lease released, call completed, each once and in this order, or
/// an end of the wait without a lease. Used by one call.
/// </summary>
internal sealed class RunCallAttemptEvents(EventStreams streams, string id, ResourceKey key, EventCorrelation correlation, int attempt)
{
    private readonly string _key = $"{key}";
    private double _since = streams.Now;
    private string? _lease;

    public void WaitStarted() => Emit(RequestEventKind.RequestWaitStarted, _since);

    /// <summary>A permit that was there at once has been waited for in no time.</summary>
    public void Acquired(in RequestLease lease, bool atOnce)
    {
        var now = atOnce ? _since : streams.Now;
        _lease = $"{lease.Number:x}";
        Emit(RequestEventKind.RequestWaitCompleted, now);
        Emit(RequestEventKind.RequestLeaseAcquired, now);
    }

    public void Denied(string reason) => Emit(RequestEventKind.RequestAcquireDenied, streams.Now, reason);

    public void WaitCancelled() => Emit(RequestEventKind.RequestWaitCancelled, streams.Now);

    public void Started()
    {
        _since = streams.Now;
        Emit(RequestEventKind.ModelRequestStarted, _since, null, ("attempt", attempt));
    }

    public void Completed(string outcome, long inputTokens, long outputTokens)
    {
        var now = streams.Now;
        Emit(RequestEventKind.RequestLeaseReleased, now, outcome, ("heldSeconds", Math.Max(0, now - _since)));
        Emit(
            RequestEventKind.ModelRequestCompleted,
            now,
            outcome,
            ("seconds", Math.Max(0, now - _since)),
            ("inputTokens", inputTokens),
            ("outputTokens", outputTokens));
    }

    private void Emit(RequestEventKind kind, double at, string? reason = null, params ReadOnlySpan<(string Name, object? Value)> diagnostics) => streams.Emit(
        new StreamEvent(StreamEvent.Requests, kind.Name(), at, correlation)
        {
            RequestAttemptId = id,
            RequestLeaseId = _lease,
            ResourceKey = _key,
            Reason = reason,
            Diagnostics = diagnostics.ToArray(),
        });
}
