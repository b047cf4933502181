using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>A call on its way through the filters of the called side: services in their order, the grain itself, the method.</summary>
internal sealed class IncomingCall(Activation activation, GrainCall call) : IIncomingGrainCallContext
{
    private int _stage;

    public object Grain => activation.GrainInstance!;

    public MethodInfo InterfaceMethod => call.Method.Info;

    public MethodInfo ImplementationMethod => activation.Class.ImplementationOf(call.Method.Info);

    public string InterfaceName => call.Method.InterfaceName;

    public string MethodName => call.Method.Name;

    public IInvokable Request => call;

    public IGrainContext TargetContext => activation;

    public GrainId? SourceId => call.Source?.GrainId;

    public GrainId TargetId => activation.GrainId;

    public object? Result
    {
        get => call.UntypedResult;
        set => call.UntypedResult = value;
    }

    public Task Invoke()
    {
        var filters = activation.Silo.IncomingFilters;
        var stage = _stage++;
        if (stage < filters.Length)
        {
            return filters[stage].Invoke(this);
        }

        return stage == filters.Length && activation.GrainInstance is IIncomingGrainCallFilter own
            ? own.Invoke(this)
            : call.InvokeAsync(activation.GrainInstance!).AsTask();
    }
}
