namespace Granary.Admission.Events;

/// <summary>
/// Takes events of the request stream. Called from one thread at a time, in the order of the sequence, with no lock held. Must return quickly; what
/// it throws is caught and counted, changes no decision, and does not keep the event from other sinks.
/// </summary>
public interface IRequestEventSink
{
    /// <summary>Name in metrics and logs.</summary>
    string Name { get; }

    /// <summary>The kinds it takes. If no sink takes a kind, nothing is built for it. Fixed for the life of the sink.</summary>
    RequestEventKinds Kinds { get; }

    /// <summary>Takes an event; <paramref name="sequence"/> rises by one with every event of the stream.</summary>
    void Write(long sequence, RequestEvent happened);
}
