namespace Granary.Tournament;

/// <summary>One provider and one demand. Times in seconds of virtual time.</summary>
internal sealed record Scenario
{
    public required string Name { get; init; }

    /// <summary>Calls held at once, over time. Integer steps; <see cref="Changes"/> lists every instant at which it may change.</summary>
    public required Func<double, int> Capacity { get; init; }

    public IReadOnlyList<double> Changes { get; init; } = [];

    public required double Service { get; init; }

    public double Sigma { get; init; } = 0.6;

    /// <summary>Share of calls refused whatever the level.</summary>
    public double Noise { get; init; }

    public IReadOnlyList<(double From, double To)> Outages { get; init; } = [];

    public RateCap? Rate { get; init; }

    /// <summary>Mean tokens of a call, lognormal; 0: calls have no size.</summary>
    public double Tokens { get; init; }

    public double TokenSigma { get; init; } = 0.8;

    /// <summary>A refusal names this wait, in seconds, and says nothing else; 0: it names none and says what ran short.</summary>
    public double RetryAfter { get; init; }

    /// <summary>It queues instead of refusing.</summary>
    public bool Queues { get; init; }

    /// <summary>Headers come only with the finished answer.</summary>
    public bool Plain { get; init; }

    /// <summary>A refused call waits so long before it is sent again.</summary>
    public double ResendAfter { get; init; }

    /// <summary>Demand comes for so long and is away for as long; 0: endless.</summary>
    public double Burst { get; init; }

    public double Duration { get; init; } = 1800;

    public double WarmUp { get; init; } = 300;

    /// <summary>The instant whose aftermath is looked at; 0: the start.</summary>
    public double Event { get; init; }

    public int Cap { get; init; } = 256;

    public static Scenario Steady(string name, int capacity, double service, double sigma = 0.6) => new()
    {
        Name = name,
        Capacity = _ => capacity,
        Service = service,
        Sigma = sigma,
        Cap = Math.Max(256, 4 * capacity),
    };
}
