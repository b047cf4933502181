namespace Granary.Journal.Requests;

/// <summary>An entry as it is stored, without its content.</summary>
/// <param name="Header">What never changes.</param>
/// <param name="Progress">Where it stands.</param>
public sealed record StoredRequest(RequestHeader Header, RequestProgress Progress);
