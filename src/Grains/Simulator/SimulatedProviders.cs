using System.Collections.Concurrent;

namespace Granary.Grains.Simulator;

/// <summary>
/// The simulated providers of this process, by name of the provider entry. One instance per name however often the provider document is read
/// again, so counters and calls in flight survive a reload; new settings take force at once. Several silos of a simulation share one registry.
/// Thread-safe.
/// </summary>
internal sealed class SimulatedProviders(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, SimulatedProvider> _providers = new(StringComparer.Ordinal);

    /// <summary>The provider of that name, made on first use.</summary>
    public SimulatedProvider Get(string name, SimulatorSettings settings) => _providers.GetOrAdd(name, _ => new SimulatedProvider(settings, time));

    /// <summary>The provider of that name, or null.</summary>
    public SimulatedProvider? Find(string name) => _providers.GetValueOrDefault(name);
}
