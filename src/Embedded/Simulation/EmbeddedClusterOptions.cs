using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Embedded.Simulation;

/// <summary>Options of a simulation.</summary>
public sealed class EmbeddedClusterOptions
{
    /// <summary>Decides everything that is left to chance: which of the ready turns runs, delays, placement, faults.</summary>
    public ulong Seed { get; set; } = 1;

    /// <summary>Names of the silos that are started at first.</summary>
    public IList<string> Silos { get; } = ["silo-1", "silo-2"];

    /// <summary>Assemblies with grain classes. At least one.</summary>
    public IList<Assembly> GrainAssemblies { get; } = [];

    /// <summary>Services of each silo, by its name; called at every start of it. Hosted services are started and stopped with the silo.</summary>
    public Action<string, IServiceCollection>? ConfigureSilo { get; set; }

    /// <summary>Services of the client: call filters.</summary>
    public Action<IServiceCollection>? ConfigureClient { get; set; }

    /// <summary>Faults by chance.</summary>
    public FaultRates Faults { get; set; } = FaultRates.None;

    /// <summary>Shortest time of a message between nodes. Default 50 µs.</summary>
    public TimeSpan MessageDelay { get; set; } = TimeSpan.FromMicroseconds(50);

    /// <summary>Longest time of a message between nodes. Default 2 ms.</summary>
    public TimeSpan MessageDelayUpTo { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Shortest time of a storage operation. Default 100 µs.</summary>
    public TimeSpan StorageDelay { get; set; } = TimeSpan.FromMicroseconds(100);

    /// <summary>Longest time of a storage operation. Default 5 ms.</summary>
    public TimeSpan StorageDelayUpTo { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How long it takes the others to find a silo dead. Default 11 s.</summary>
    public TimeSpan DetectionDelay { get; set; } = TimeSpan.FromSeconds(11);

    /// <summary>Names that <c>[PersistentState(name, storage)]</c> may ask for. Default: <c>Default</c>.</summary>
    public ISet<string> StorageNames { get; } = new HashSet<string>(StringComparer.Ordinal) { "Default" };

    /// <summary>How long a caller waits for an answer. Default 30 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an activation may be idle. Default 15 minutes.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Idle activations are looked for not more often than this. Default 1 minute.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Shortest period of a reminder. Default 1 minute.</summary>
    public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Workers per silo and key of a stateless worker that does not say. Default 4, so that no machine differs.</summary>
    public int StatelessWorkers { get; set; } = 4;

    /// <summary>The first instant.</summary>
    public DateTimeOffset Start { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A simulation that takes longer, in virtual time, has lost its way. Default 30 days.</summary>
    public TimeSpan VirtualTimeLimit { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How long, in real time, to wait for work on other threads before virtual time moves on. Default zero: what runs has none. With it a run still
    /// works, but does not replay.
    /// </summary>
    public TimeSpan RealWorkGrace { get; set; }

    /// <summary>Keeps the lines of the trace, not only its hash.</summary>
    public bool KeepTrace { get; set; }
}
