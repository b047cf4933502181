namespace Granary.Embedded.Simulation;

/// <summary>How often faults happen by chance. All off by default.</summary>
public sealed record FaultRates
{
    /// <summary>No faults.</summary>
    public static FaultRates None { get; } = new();

    /// <summary>Share of messages between nodes that are lost: a call or its answer; its caller times out.</summary>
    public double Loss { get; init; }

    /// <summary>Share of one-way messages that arrive twice. Calls with an answer never do: a call runs at most once.</summary>
    public double Duplication { get; init; }

    /// <summary>Share of messages that are late by up to <see cref="LateBy"/>, so that others overtake them.</summary>
    public double Late { get; init; }

    /// <summary>The most that a late message is late. Default 1 s.</summary>
    public TimeSpan LateBy { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Share of storage writes that fail without having taken effect.</summary>
    public double WriteFailsBefore { get; init; }

    /// <summary>Share of storage writes that take effect and fail all the same.</summary>
    public double WriteFailsAfter { get; init; }

    /// <summary>Mean time between crashes of a silo; one at least stays alive. Null: none.</summary>
    public TimeSpan? CrashEvery { get; init; }

    /// <summary>A silo that crashed by chance starts again after this. Default 20 s.</summary>
    public TimeSpan RestartAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Mean time between pauses of a silo. Null: none.</summary>
    public TimeSpan? PauseEvery { get; init; }

    /// <summary>Longest pause. Default 5 s; less than the time in which a silo is found dead.</summary>
    public TimeSpan PauseUpTo { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Mean time between splits of the directory, each of one grain that is active. Null: none.</summary>
    public TimeSpan? SplitEvery { get; init; }

    /// <summary>Longest split. Default 5 s.</summary>
    public TimeSpan SplitUpTo { get; init; } = TimeSpan.FromSeconds(5);
}
