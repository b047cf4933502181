namespace Granary.Admission.Estimators;

/// <summary>Validated settings of the <c>aimd</c> estimator. Times in seconds.</summary>
public sealed record AimdSettings
{
    /// <summary>Semantics.</summary>
    public AimdProfile Profile { get; init; } = AimdProfile.Standard;

    /// <summary>What a cut leaves of the limit, between 0 and 1 exclusive.</summary>
    public double DecreaseFactor { get; init; } = 0.75;

    /// <summary>What a step adds, at least 1.</summary>
    public int IncreaseStep { get; init; } = 1;

    /// <summary>Successes in a row for one step, at least 1.</summary>
    public int SuccessesPerStep { get; init; } = 25;

    /// <summary>Block after a rate limit without a usable retry-after, above 0.</summary>
    public double Cooldown { get; init; } = 2;

    /// <summary>Time from 1 to the initial limit when the key is born; 0 is off.</summary>
    public double StartupRamp { get; init; }

    /// <summary>Time over which permits come back after a block; 0 is all at once.</summary>
    public double Reopen { get; init; } = 1;

    /// <summary>First limit; null is the effective cap.</summary>
    public int? InitialLimit { get; init; }

    /// <summary>Reopening time that is really used: the reference profile has none.</summary>
    public double EffectiveReopen => Profile == AimdProfile.Reference ? 0 : Reopen;
}
