namespace Granary.Admission.Estimators;

/// <summary>Merged samples of one agent. Learned as successes, then failures, then rate limits as one cascade.</summary>
public readonly record struct EstimatorReport
{
    /// <summary>Successes that their agent saw outside a block.</summary>
    public long Successes { get; init; }

    /// <summary>Server failures and provider time-outs.</summary>
    public long Failures { get; init; }

    /// <summary>The key ran empty after an outcome that was not local.</summary>
    public bool Emptied { get; init; }

    /// <summary>The newest provider samples, oldest first; at most as many as the overload ring holds.</summary>
    public IReadOnlyList<ProviderSample> Samples { get; init; }

    /// <summary>Refusals for load.</summary>
    public long RateLimits { get; init; }

    /// <summary>Rest of the longest block they ask for, in seconds; 0: the cooldown.</summary>
    public double BlockFor { get; init; }

    /// <summary>Highest generation among their leases.</summary>
    public long RateLimitGeneration { get; init; }

    /// <summary>Limit recorded on the first lease of that generation.</summary>
    public int RateLimitLimit { get; init; }
}
