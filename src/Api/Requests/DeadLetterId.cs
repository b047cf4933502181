using System.Buffers;

namespace Granary.Api.Requests;

/// <summary>Ids of dead letters: those of their requests under another prefix, so that each can be told from the other.</summary>
internal static class DeadLetterId
{
    private const string Prefix = "dl_";
    private const string RequestPrefix = "req_";

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    public static string Of(string requestId) =>
        requestId.StartsWith(RequestPrefix, StringComparison.Ordinal) ? Prefix + requestId[RequestPrefix.Length..] : requestId;

    /// <summary>It has the form of the id of a request.</summary>
    public static bool IsRequest(string id) =>
        id.Length == RequestPrefix.Length + 32 && id.StartsWith(RequestPrefix, StringComparison.Ordinal)
        && !id.AsSpan(RequestPrefix.Length).ContainsAnyExcept(Hexadecimal);

    /// <summary>Takes either form.</summary>
    public static string ToRequest(string id) => id.StartsWith(Prefix, StringComparison.Ordinal) ? RequestPrefix + id[Prefix.Length..] : id;
}
