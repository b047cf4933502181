using System.Reflection;

namespace Granary.Embedded.Hosting;

/// <summary>Options of grains that run embedded in this process.</summary>
public sealed class EmbeddedGrainsOptions
{
    /// <summary>Assemblies with grain classes. At least one.</summary>
    public IList<Assembly> GrainAssemblies { get; } = [];

    /// <summary>Folder of grain states and reminders, made when missing, for this process alone. Null or empty: in memory, gone with the process.</summary>
    public string? StateFolder { get; set; }

    /// <summary>Names that <c>[PersistentState(name, storage)]</c> may ask for. Default: <c>Default</c>.</summary>
    public ISet<string> StorageNames { get; } = new HashSet<string>(StringComparer.Ordinal) { "Default" };

    /// <summary>Name of the cluster that grains see. Default: <c>embedded</c>.</summary>
    public string ClusterId { get; set; } = "embedded";

    /// <summary>Name of the silo that grains see. Default: <c>silo</c>.</summary>
    public string SiloName { get; set; } = "silo";

    /// <summary>How long a caller waits for an answer. Default 30 s; above zero.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an activation may be idle. Default 15 minutes; above zero.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Idle activations are looked for not more often than this. Default 1 minute; above zero.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an activation may take. Default 30 s; above zero.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a deactivation may take. Default 30 s; above zero.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Shortest period of a reminder. Default 1 minute; above zero.</summary>
    public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);
}
