namespace Granary.Journal.Requests;

/// <summary>Who is replayed first; inside one priority the oldest goes first.</summary>
public enum RequestPriority
{
    /// <summary>Before everything else: what takes something away.</summary>
    Critical,

    /// <summary>What makes or replaces something.</summary>
    High,

    /// <summary>What changes a part of something.</summary>
    Normal,

    /// <summary>Everything else.</summary>
    Low,
}
