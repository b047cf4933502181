using Granary.Admission.Estimators;
using Granary.Admission.Estimators.Delay;
using Granary.Admission.Estimators.Seek;

namespace Granary.Grains.Capacity;

/// <summary>Validated options of estimators as the pure parts want them.</summary>
internal static class EstimatorOptionsMapping
{
    public static EstimatorSettings Of(AdmissionOptions options) => new()
    {
        Name = options.Estimator,
        Aimd = Aimd(options.Aimd),
        Seek = Seek(options.Seek),
        Gradient2 = Gradient2(options.Gradient2),
        Vegas = Vegas(options.Vegas),
        Windows = Windows(options.Windows),
        Fixed = new FixedSettings { Limit = options.Fixed.Limit },
    };

    public static AimdSettings Aimd(AimdOptions options) => new()
    {
        Profile = options.Profile,
        DecreaseFactor = options.DecreaseFactor,
        IncreaseStep = options.IncreaseStep,
        SuccessesPerStep = options.SuccessesPerStep,
        Cooldown = options.Cooldown.TotalSeconds,
        StartupRamp = options.StartupRamp.TotalSeconds,
        Reopen = options.Reopen.TotalSeconds,
        InitialLimit = options.InitialLimit,
    };

    private static SeekSettings Seek(SeekOptions options) => new()
    {
        Start = options.Start,
        Floor = options.Floor,
        RejectionBudget = options.RejectionBudget,
        BudgetLeast = options.BudgetLeast,
        BudgetMost = options.BudgetMost,
        ProbeSpacing = options.ProbeSpacing.TotalSeconds,
        ProbeMaxAge = options.ProbeMaxAge.TotalSeconds,
        RaiseSpacing = options.RaiseSpacing.TotalSeconds,
        StepDivisor = options.StepDivisor,
        GainPerFollow = options.GainPerFollow,
        VerifyLeast = options.VerifyLeast.TotalSeconds,
        VerifyFirst = options.VerifyFirst.TotalSeconds,
        VerifyMost = options.VerifyMost.TotalSeconds,
        FollowLeast = options.FollowLeast.TotalSeconds,
        FollowMost = options.FollowMost.TotalSeconds,
        NoiseLeast = options.NoiseLeast,
        NoisyAt = options.NoisyAt,
        NoiseMost = options.NoiseMost,
        NoiseHorizon = options.NoiseHorizon,
        NoisePrior = options.NoisePrior,
        StartEvidence = options.StartEvidence,
        ProbeEvidence = options.ProbeEvidence,
        HoldEvidence = options.HoldEvidence,
        NoisyEvidence = options.NoisyEvidence,
        RefusedIfAsked = options.RefusedIfAsked,
        RefusedIfHeld = options.RefusedIfHeld,
        RefuteWithin = options.RefuteWithin.TotalSeconds,
        CutStep = options.CutStep,
        CutLeast = options.CutLeast,
        IdleAfter = options.IdleAfter.TotalSeconds,
        Forget = options.Forget.TotalSeconds,
        Reopen = options.Reopen.TotalSeconds,
        Plateau = options.Plateau,
    };

    private static Gradient2Settings Gradient2(Gradient2Options options) => new()
    {
        InitialLimit = options.InitialLimit,
        MinLimit = options.MinLimit,
        MaxLimit = options.MaxLimit,
        Smoothing = options.Smoothing,
        Queue = options.Queue,
        LongWindow = options.LongWindow,
        Tolerance = options.Tolerance,
        ErrorCut = options.ErrorCut,
        Windowed = options.Windowed,
    };

    private static VegasSettings Vegas(VegasOptions options) => new()
    {
        InitialLimit = options.InitialLimit,
        MaxLimit = options.MaxLimit,
        Smoothing = options.Smoothing,
        Alpha = options.Alpha,
        Beta = options.Beta,
        Threshold = options.Threshold,
        Halve = options.Halve,
        ProbeMultiplier = options.ProbeMultiplier,
        IgnoreRejectionLatency = options.IgnoreRejectionLatency,
        Windowed = options.Windowed,
    };

    private static WindowSettings Windows(WindowsOptions options) => new()
    {
        MinWindow = options.MinWindow.TotalSeconds,
        MaxWindow = options.MaxWindow.TotalSeconds,
        Size = options.Size,
        Percentile = options.Percentile,
        Capacity = options.Capacity,
        LeastRttNs = options.LeastRtt.TotalNanoseconds,
    };
}
