using System.Threading.Tasks.Sources;
using Granary.Admission;
using Granary.Admission.Agents;

namespace Granary.Grains.Capacity;

/// <summary>
/// One caller that waits for a permit. Its state changes under the endpoint's lock only; it is completed outside of it, and continues
/// asynchronously. Until the caller has really taken the result (<see cref="GetResult"/>), a cancellation still gives the lease back.
/// </summary>
internal sealed class PendingAcquire(EndpointAdmission endpoint, CancellationToken token) : IValueTaskSource<AdmissionResult>
{
    private ManualResetValueTaskSourceCore<AdmissionResult> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;

    /// <summary>Where it stands; guarded by the endpoint's lock.</summary>
    public PendingState State { get; set; }

    /// <summary>Its place in the queue; set before anybody else sees this.</summary>
    public Waiter Waiter { get; set; } = null!;

    /// <summary>The lease, while <see cref="PendingState.Granted"/>; guarded by the endpoint's lock.</summary>
    public RequestLease Lease { get; set; }

    public short Version => _core.Version;

    /// <summary>Begins to listen for the caller's cancellation; it may be here already.</summary>
    public void Watch() => _registration = token.UnsafeRegister(static state => ((PendingAcquire)state!).Cancel(), this);

    public void Complete(in AdmissionResult result) => _core.SetResult(result);

    /// <summary>The caller goes away. Called outside of the lock.</summary>
    public void CompleteCancelled() => _core.SetException(new OperationCanceledException(token));

    public AdmissionResult GetResult(short version)
    {
        // From here on the lease is the caller's. Unregister does not wait for a cancellation that runs right now: that one waits for the
        // lock and finds the result taken.
        var taken = endpoint.Consume(this);
        _registration.Unregister();
        return taken ? _core.GetResult(version) : throw new OperationCanceledException(token);
    }

    public ValueTaskSourceStatus GetStatus(short version)
    {
        var status = _core.GetStatus(version);
        return status == ValueTaskSourceStatus.Succeeded && endpoint.IsCancelled(this) ? ValueTaskSourceStatus.Canceled : status;
    }

    public void OnCompleted(Action<object?> continuation, object? state, short version, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, version, flags);

    private void Cancel() => endpoint.Cancel(this);
}
