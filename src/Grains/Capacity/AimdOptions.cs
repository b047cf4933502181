using Granary.Admission.Estimators;

namespace Granary.Grains.Capacity;

/// <summary>Settings of the <c>aimd</c> estimator, section <c>Admission:Aimd</c>.</summary>
public sealed class AimdOptions
{
    /// <summary>Semantics: <c>Standard</c>, or <c>Reference</c> for comparison. Default <c>Standard</c>.</summary>
    public AimdProfile Profile { get; set; } = AimdProfile.Standard;

    /// <summary>What a cut leaves of the limit. Default 0.75; between 0 and 1, exclusive.</summary>
    public double DecreaseFactor { get; set; } = 0.75;

    /// <summary>Permits a step adds. Default 1; 1 to 1,000.</summary>
    public int IncreaseStep { get; set; } = 1;

    /// <summary>Successes in a row for one step. Default 25; 1 to 100,000.</summary>
    public int SuccessesPerStep { get; set; } = 25;

    /// <summary>Block after a rate limit without a usable retry-after. Default 2 s; above 0, at most 10 min.</summary>
    public TimeSpan Cooldown { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Time from 1 permit to the initial limit when a key is first used. Default 0 s = off; at most 1 h.</summary>
    public TimeSpan StartupRamp { get; set; } = TimeSpan.Zero;

    /// <summary>Time over which permits come back after a block. Default 1 s; 0 = all at once, at most 10 min.</summary>
    public TimeSpan Reopen { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>First limit of a key. Default: its cap; at least 1.</summary>
    public int? InitialLimit { get; set; }
}
