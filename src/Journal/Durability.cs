namespace Granary.Journal;

/// <summary>When an append is acknowledged, and so what a power cut can take back. A crash of the process loses nothing in any mode.</summary>
public enum Durability
{
    /// <summary>After write and sync: a power cut loses nothing that was acknowledged.</summary>
    Always,

    /// <summary>After the write; a sync follows within the interval: a power cut loses at most that interval and the sync under way.</summary>
    Interval,

    /// <summary>After the write; the kernel decides when it reaches the disk. Segments are still synced when they are sealed or closed.</summary>
    None,
}
