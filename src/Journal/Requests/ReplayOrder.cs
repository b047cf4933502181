namespace Granary.Journal.Requests;

/// <summary>Priority, then age, then id. Nobody is forgotten inside a priority; a lower one waits while a higher one has work whose time has come.</summary>
internal sealed class ReplayOrder : IComparer<RequestEntry>
{
    public static ReplayOrder Instance { get; } = new();

    public int Compare(RequestEntry? x, RequestEntry? y)
    {
        var (left, right) = (x!.Header, y!.Header);
        var order = left.Priority.CompareTo(right.Priority);
        order = order != 0 ? order : left.ArrivedAt.CompareTo(right.ArrivedAt);
        return order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
    }
}
