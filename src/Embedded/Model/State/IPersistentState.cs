namespace Granary.Embedded;

/// <summary>A state of a grain, read before it is activated. Injected by <see cref="PersistentStateAttribute"/>.</summary>
public interface IPersistentState<TState> : IStorage<TState>;
