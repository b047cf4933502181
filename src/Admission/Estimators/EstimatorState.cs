using System.Collections.Immutable;

namespace Granary.Admission.Estimators;

/// <summary>What survives of an estimator when its ledger moves or restarts. All times are durations.</summary>
public sealed record EstimatorState
{
    /// <summary>Which estimator wrote it. Another one keeps limit, ceiling and generation, and starts the rest afresh.</summary>
    public required string Name { get; init; }

    /// <summary>Shape of the rest; an unknown one starts afresh.</summary>
    public required int Version { get; init; }

    /// <summary>Number in force.</summary>
    public required int Limit { get; init; }

    /// <summary>Learned bound; 0 if none is known.</summary>
    public int Ceiling { get; init; }

    /// <summary>Rises with every decrease.</summary>
    public long Generation { get; init; }

    /// <summary>Rest of the block in seconds; 0 or less: none.</summary>
    public double BlockedFor { get; init; }

    /// <summary>What else that estimator keeps, in an order that its name and version tell.</summary>
    public ImmutableArray<double> Memory { get; init; } = [];
}
