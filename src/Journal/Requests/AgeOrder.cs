namespace Granary.Journal.Requests;

/// <summary>By the time an entry came into its state, then by id. An entry must leave the set before its progress changes.</summary>
internal sealed class AgeOrder : IComparer<RequestEntry>
{
    public static AgeOrder Instance { get; } = new();

    public int Compare(RequestEntry? x, RequestEntry? y)
    {
        var order = x!.Progress.Since.CompareTo(y!.Progress.Since);
        return order != 0 ? order : string.CompareOrdinal(x.Header.Id, y.Header.Id);
    }
}
