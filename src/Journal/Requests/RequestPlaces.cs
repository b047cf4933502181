namespace Granary.Journal.Requests;

/// <summary>Sequences of the newest records of one entry; 0 is none. Touched by one step of the entry at a time.</summary>
internal sealed class RequestPlaces
{
    public long Accepted { get; set; }

    public long Progress { get; set; }

    public long Answer { get; set; }

    public long Forgotten { get; set; }
}
