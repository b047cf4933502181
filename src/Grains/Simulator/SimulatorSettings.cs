namespace Granary.Grains.Simulator;

/// <summary>How the simulated provider behaves. Immutable; names, ranges and defaults are those of docs/provider-simulator.md.</summary>
internal sealed record SimulatorSettings
{
    public static readonly SimulatorSettings Default = new();

    /// <summary>Calls it works on at once; one more is answered 429. The number Granary is not told.</summary>
    public int Limit { get; init; } = 64;

    /// <summary>Median time of a call without load, before the time of its output.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Spread of the latency: sigma of the lognormal distribution.</summary>
    public double Sigma { get; init; } = 0.6;

    /// <summary>How much slower it is when full: times grow by 1 + loadFactor × other calls ÷ limit.</summary>
    public double LoadFactor { get; init; } = 1;

    /// <summary>Speed of the output of one call; 0 = the output costs no time.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Calls per minute, refilled evenly; 0 = no such limit.</summary>
    public int RequestsPerMinute { get; init; }

    /// <summary>Input and output tokens per minute, charged on arrival, refilled evenly; 0 = no such limit.</summary>
    public int TokensPerMinute { get; init; }

    /// <summary>What a 429 says; null = nothing.</summary>
    public TimeSpan? RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>In which header it says so.</summary>
    public RetryAfterForm RetryAfterForm { get; init; } = RetryAfterForm.Both;

    /// <summary>What else goes wrong.</summary>
    public SimulatorErrorShares Errors { get; init; } = new();

    /// <summary>Answers, latencies and faults follow from this number and the prompt.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Middle length of a prose answer, in words; each answer has half to one and a half of it.</summary>
    public int Words { get; init; } = 40;
}
