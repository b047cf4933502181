using Granary.Admission.Events;
using Granary.Grains.Capacity;
using Granary.Grains.Capacity.Events;
using Microsoft.Extensions.Hosting;

namespace Granary.Grains.Events;

/// <summary>
/// Brings the request stream to those who follow runs. That stream has one source, the agents and the executor of calls: nothing is told a second time
/// here, and numbers and order are those of the source. The execution of a task comes with each of its events by value. Attached to the source only
/// while somebody listens. Instants are moved from the agents' clock to that of the process, on which the scheduler stream runs.
/// </summary>
internal sealed class RequestEventBridge(EventStreams streams, IRequestEvents source, AdmissionClock clock) : IRequestEventSink, IHostedService
{
    private IDisposable? _attached;

    public string Name => "runs";

    public RequestEventKinds Kinds => RequestEventKinds.All;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        streams.BringRequests(Listen);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Write(long sequence, RequestEvent happened)
    {
        var at = clock.OnProcessClock(happened.At);
        var snapshot = happened.Snapshot is { } seen ? seen with { CapturedAt = clock.OnProcessClock(seen.CapturedAt) } : null;
        streams.Emit(new StreamEvent(StreamEvent.Requests, RequestEventNames.Of(happened.Kind), at, CorrelationOf(happened.Correlation))
        {
            Sequence = sequence,
            RequestAttemptId = happened.Attempt == 0 ? null : RequestEventJson.AttemptId(streams.Silo, happened.Attempt),
            RequestLeaseId = happened.Lease?.ToString(),
            ResourceKey = $"{happened.Key}",
            Reason = happened.Reason,
            Request = happened with { At = at, Snapshot = snapshot },
        });
    }

    // Under the lock of the streams, so that of two changes the later one stays.
    private void Listen(bool wanted)
    {
        if (wanted)
        {
            _attached ??= source.Attach(this);
        }
        else
        {
            _attached?.Dispose();
            _attached = null;
        }
    }

    private static EventCorrelation? CorrelationOf(RequestCorrelation? of) => of is { RunId: null, RequestId: null } or null
        ? null
        : new EventCorrelation(
            of.RunId, of.Task?.Session, of.Task?.RowGroup, of.Column, of.Task?.TaskType, of.Task?.GroupKind, of.Task?.GroupIdentityHash, of.Task?.ExecutionId, of.RequestId);
}
