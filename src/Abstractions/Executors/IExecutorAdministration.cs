namespace Granary.Abstractions.Executors;

/// <summary>The executor pools of this process, for administrators. Thread-safe. What names a pool needs one of <see cref="Pools"/>.</summary>
public interface IExecutorAdministration
{
    /// <summary>Every pool at this moment, by name. Each entry is taken in one step.</summary>
    IReadOnlyList<ExecutorPoolView> Pools();

    /// <summary>One pool, or null.</summary>
    ExecutorPoolView? Pool(string name);

    /// <summary>The options in force by their configuration names, values as configuration writes them; what is not set is null.</summary>
    /// <exception cref="KeyNotFoundException">There is no such pool.</exception>
    IReadOnlyDictionary<string, string?> OptionsOf(string name);

    /// <summary>
    /// Replaces the workers one by one, new before old. True when all are replaced; false when a new one failed to start: then the old ones keep serving. At
    /// once true for kinds without workers. The token ends the wait, not the replacement.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such pool.</exception>
    Task<bool> ReloadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lets the lane's task finish and starts nothing more on it; with null it goes on.</summary>
    /// <exception cref="KeyNotFoundException">There is no such pool.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such lane.</exception>
    void PauseLane(string name, int lane, string? reason);

    /// <summary>Changes options while the pool runs: all of them, or none and why.</summary>
    /// <exception cref="KeyNotFoundException">There is no such pool.</exception>
    ExecutorPoolChangeResult Change(string name, IReadOnlyDictionary<string, string> settings);
}
