namespace Granary.Api.Requests;

/// <summary>Ids of dead letters: those of their requests under another prefix, so that each can be told from the other.</summary>
internal static class DeadLetterId
{
    private const string Prefix = "dl_";
    private const string RequestPrefix = "req_";

    public static string Of(string requestId) =>
        requestId.StartsWith(RequestPrefix, StringComparison.Ordinal) ? Prefix + requestId[RequestPrefix.Length..] : requestId;

    /// <summary>Takes either form.</summary>
    public static string ToRequest(string id) => id.StartsWith(Prefix, StringComparison.Ordinal) ? RequestPrefix + id[Prefix.Length..] : id;
}
