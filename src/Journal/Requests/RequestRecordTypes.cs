namespace Granary.Journal.Requests;

/// <summary>Types of the records of a log of requests (16-63 are theirs).</summary>
internal static class RequestRecordTypes
{
    /// <summary>A request was received: the entry, and what the request says.</summary>
    public const byte Accepted = 16;

    /// <summary>The entry as it stands now.</summary>
    public const byte Progress = 17;

    /// <summary>An answer, by the id of its entry.</summary>
    public const byte Answer = 18;

    /// <summary>Everything of that id is over.</summary>
    public const byte Forgotten = 19;
}
