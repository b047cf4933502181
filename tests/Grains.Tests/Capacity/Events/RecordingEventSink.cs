using Granary.Admission.Events;

namespace Granary.Grains.Tests.Capacity.Events;

internal sealed class RecordingEventSink(RequestEventKinds kinds, Action<RequestEvent>? then = null) : IRequestEventSink
{
    private readonly List<(long Sequence, RequestEvent Event)> _taken = [];

    public string Name => "recording";

    public RequestEventKinds Kinds => kinds;

    public IReadOnlyList<(long Sequence, RequestEvent Event)> Taken => _taken;

    public void Write(long sequence, RequestEvent happened)
    {
        _taken.Add((sequence, happened));
        then?.Invoke(happened);
    }
}
