using System.Collections.Immutable;

namespace Granary.Grains.Runs.Documents;

/// <summary>Everything of a document but its columns, read and within bounds.</summary>
internal sealed record RunHeader(
    string Name,
    long? Rows,
    int RowGroupSize,
    RunWindow Window,
    ulong? RandomSeed,
    string Band,
    string Events,
    string Resume,
    RunOutput Output,
    RunLimits Limits,
    RunRetry Retry,
    RunShutdown Shutdown,
    bool Preflight,
    ImmutableSortedDictionary<string, string> Labels,
    double? Survivors,
    SeedSpecification? Seed,
    bool NamesSeed);
