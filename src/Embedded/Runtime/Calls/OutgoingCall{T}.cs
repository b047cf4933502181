using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>A call on its way through the filters of the calling side.</summary>
internal sealed class OutgoingCall<T>(CallOrigin origin, GrainCall<T> call) : IOutgoingGrainCallContext
{
    private int _stage;
    private object? _result;

    public object Grain => origin.Proxies.Create(call.Method.InterfaceType, call.TargetId, origin);

    public MethodInfo InterfaceMethod => call.Method.Info;

    public string InterfaceName => call.Method.InterfaceName;

    public string MethodName => call.Method.Name;

    public IInvokable Request => call;

    public IGrainContext? SourceContext => call.Source;

    public GrainId? SourceId => call.Source?.GrainId;

    public GrainId TargetId => call.TargetId;

    public object? Result
    {
        get => _result is Nothing ? null : _result;
        set => _result = value;
    }

    public async Task<T> SendAsync()
    {
        await Invoke();
        return _result is null ? default! : (T)_result;
    }

    public async Task Invoke()
    {
        var stage = _stage++;
        if (stage < origin.OutgoingFilters.Length)
        {
            await origin.OutgoingFilters[stage].Invoke(this);
        }
        else
        {
            _result = await origin.SendNow(call);
        }
    }
}
