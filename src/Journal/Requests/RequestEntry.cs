namespace Granary.Journal.Requests;

/// <summary>An entry in memory. Only the core changes it.</summary>
internal sealed class RequestEntry(RequestHeader header, RequestProgress progress)
{
    public RequestHeader Header => header;

    public RequestProgress Progress { get; set; } = progress;

    /// <summary>Its live run, or an attempt, goes on now.</summary>
    public bool Running { get; set; }

    /// <summary>Earliest next attempt while it waits in the queue of those whose time has not come.</summary>
    public DateTimeOffset NotBefore => Progress.NotBefore ?? DateTimeOffset.MinValue;
}
