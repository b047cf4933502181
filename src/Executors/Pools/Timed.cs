namespace Granary.Executors.Pools;

/// <summary>Something that is due at one instant at most. The instant belongs to the <see cref="DueQueue"/>.</summary>
internal abstract class Timed
{
    /// <summary>When it is due, since the pool was made; null if it is not.</summary>
    public TimeSpan? DueAt { get; set; }
}
