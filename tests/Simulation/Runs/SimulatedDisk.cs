using Granary.Embedded.Simulation;

namespace Granary.Simulation.Runs;

/// <summary>
/// The disk that all silos share: cell logs and artifacts. It outlives them, and what was on its way to it when a silo died is there in part or
/// not at all. Used on the simulation's one thread.
/// </summary>
internal sealed class SimulatedDisk(ulong seed, RunBook? book = null)
{
    private readonly Dictionary<string, int> _lives = new(StringComparer.Ordinal);

    public SeededDraw Draw { get; } = new(seed + 17);

    /// <summary>Who keeps the book of what is on the disk; null: nobody.</summary>
    public RunBook? Book => book;

    /// <summary>Records of each log, by its name.</summary>
    public SortedDictionary<string, List<byte[]>> Logs { get; } = new(StringComparer.Ordinal);

    /// <summary>Who holds each log.</summary>
    public Dictionary<string, SimulatedCellLog> Held { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Chance that an operation fails.</summary>
    public double Faults { get; set; }

    /// <summary>A broken rule, for the test that it is caught: appends are acknowledged before they are on the disk.</summary>
    public bool AcknowledgesEarly { get; init; }

    /// <summary>Tells which silos live; set once the cluster is there.</summary>
    public EmbeddedCluster? Cluster { get; set; }

    /// <summary>A silo begins a life; its number.</summary>
    public int Begin(string silo) => _lives[silo] = _lives.GetValueOrDefault(silo) + 1;

    /// <summary>That life goes on: the locks of a dead process are free.</summary>
    public bool Lives(string silo, int life) => _lives[silo] == life && (Cluster is null || Cluster.Silos.Any(alive => alive.Name == silo));
}
