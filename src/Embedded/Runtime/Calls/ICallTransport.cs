namespace Granary.Embedded.Runtime;

/// <summary>Carries calls and answers between silos and clients.</summary>
internal interface ICallTransport
{
    void Request(CallOrigin from, CallOrigin to, GrainCall call);

    void Respond(CallOrigin from, CallOrigin to, GrainCall call);

    void Cancel(CallOrigin from, CallOrigin to, GrainCall call);
}
