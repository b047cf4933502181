namespace Granary.Scheduling.Queueing;

/// <summary>Something that is served in turn: smallest tag first, on equal tags the one activated earlier. In at most one heap at a time.</summary>
internal abstract class Turn
{
    public double Tag { get; set; }

    public long Activation { get; set; }

    /// <summary>Place in its heap; -1: in none.</summary>
    public int Place { get; set; } = -1;

    public bool Before(Turn other) => Tag < other.Tag || (Tag == other.Tag && Activation < other.Activation);
}
