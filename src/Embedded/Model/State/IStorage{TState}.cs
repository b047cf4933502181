namespace Granary.Embedded;

/// <summary>A stored value of a grain.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The value in memory.</summary>
    TState State { get; set; }
}
