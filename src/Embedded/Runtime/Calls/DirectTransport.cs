namespace Granary.Embedded.Runtime;

/// <summary>Within one silo: everything arrives at once.</summary>
internal sealed class DirectTransport : ICallTransport
{
    public void Request(CallOrigin from, CallOrigin to, GrainCall call) => to.Receive(call);

    public void Respond(CallOrigin from, CallOrigin to, GrainCall call) => call.Complete();

    public void Cancel(CallOrigin from, CallOrigin to, GrainCall call) => call.OnCancelArrived();
}
