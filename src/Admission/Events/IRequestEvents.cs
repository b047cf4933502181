namespace Granary.Admission.Events;

/// <summary>The request stream of this process. Thread-safe.</summary>
public interface IRequestEvents
{
    /// <summary>Monotonic seconds, the clock of every event.</summary>
    double Now { get; }

    /// <summary>Kinds that somebody takes. Free when nobody listens: one read and one bit test.</summary>
    RequestEventKinds Wanted { get; }

    /// <summary>Adds an event to the stream. Call it outside of locks, and only for wanted kinds.</summary>
    void Publish(RequestEvent happened);

    /// <summary>Adds a sink until the result is disposed. Events already on their way may still come after that.</summary>
    IDisposable Attach(IRequestEventSink sink);
}
