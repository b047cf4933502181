using Granary.Admission.Events;

namespace Granary.Grains.Tests.Models;

/// <summary>Takes down what is published, if told to listen.</summary>
internal sealed class RecordedEvents : IRequestEvents
{
    private readonly List<RequestEvent> _all = [];

    public double Now { get; set; }

    public RequestEventKinds Wanted { get; set; }

    public IReadOnlyList<RequestEvent> All => _all;

    public void Publish(RequestEvent happened)
    {
        Assert.True(Wanted.Has(happened.Kind));
        _all.Add(happened);
    }

    public IDisposable Attach(IRequestEventSink sink) => throw new NotSupportedException();
}
