namespace Granary.Tournament;

/// <summary>What one run showed.</summary>
internal sealed record RunResult
{
    /// <summary>Part of the oracle's.</summary>
    public double Utilisation { get; init; }

    /// <summary>Refusals by sends, scored part.</summary>
    public double Refused { get; init; }

    /// <summary>Seconds from the event until three buckets of 5 s in a row are at 95 %; infinity: never.</summary>
    public double Reach { get; init; }

    /// <summary>Seconds from the event until four buckets of 5 s in a row have at most 2 % refused; infinity: never.</summary>
    public double Settle { get; init; }

    /// <summary>Refusals for capacity since the event.</summary>
    public int RefusalsSince { get; init; }

    /// <summary>Refusals before the scored part.</summary>
    public int RefusalsAtStart { get; init; }

    /// <summary>Sends that met an outage.</summary>
    public int Futile { get; init; }

    /// <summary>Mean of calls held by the capacity, scored part.</summary>
    public double Held { get; init; }

    /// <summary>Wait of the largest tenth of calls by the median wait.</summary>
    public double LargeWait { get; init; }

    public int Ceiling { get; init; }

    public int Sends { get; init; }
}
