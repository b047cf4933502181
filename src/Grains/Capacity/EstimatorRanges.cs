namespace Granary.Grains.Capacity;

/// <summary>Checks the settings of every estimator whole: each against its range, and against each other.</summary>
internal static class EstimatorRanges
{
    public static void Check(AdmissionOptions options, OptionRanges ranges)
    {
        Seek(options.Seek, ranges);
        Gradient2(options.Gradient2, ranges);
        Vegas(options.Vegas, ranges);
        Windows(options.Windows, ranges);
        Fixed(options.Fixed, ranges);
    }

    private static void Seek(SeekOptions o, OptionRanges ranges)
    {
        ranges.Whole("Seek:Start", o.Start, 1, 100_000);
        ranges.Whole("Seek:Floor", o.Floor, 1, 100_000);
        ranges.Number("Seek:RejectionBudget", o.RejectionBudget, 0.0005, 0.05);
        ranges.Number("Seek:BudgetLeast", o.BudgetLeast, -100, 0);
        ranges.Number("Seek:BudgetMost", o.BudgetMost, 1, 10);
        ranges.Span("Seek:ProbeSpacing", o.ProbeSpacing, 0.2, 60);
        ranges.Span("Seek:ProbeMaxAge", o.ProbeMaxAge, 30, 86400);
        ranges.Span("Seek:RaiseSpacing", o.RaiseSpacing, 0.05, 5);
        ranges.Whole("Seek:StepDivisor", o.StepDivisor, 4, 64);
        ranges.Number("Seek:GainPerFollow", o.GainPerFollow, 1, 16);
        ranges.Span("Seek:VerifyLeast", o.VerifyLeast, 0.1, 600);
        ranges.Span("Seek:VerifyFirst", o.VerifyFirst, 0.1, 600);
        ranges.Span("Seek:VerifyMost", o.VerifyMost, 0.1, 600);
        ranges.Span("Seek:FollowLeast", o.FollowLeast, 0.5, 120);
        ranges.Span("Seek:FollowMost", o.FollowMost, 0.5, 120);
        ranges.Number("Seek:NoiseLeast", o.NoiseLeast, 0.0001, 0.2);
        ranges.Number("Seek:NoisyAt", o.NoisyAt, 0.0001, 0.2);
        ranges.Number("Seek:NoiseMost", o.NoiseMost, 0.0001, 0.2);
        ranges.Number("Seek:NoiseHorizon", o.NoiseHorizon, 100, 100000);
        ranges.Number("Seek:NoisePrior", o.NoisePrior, 100, 100000);
        ranges.Number("Seek:StartEvidence", o.StartEvidence, 1, 30);
        ranges.Number("Seek:ProbeEvidence", o.ProbeEvidence, 1, 30);
        ranges.Number("Seek:HoldEvidence", o.HoldEvidence, 1, 30);
        ranges.Number("Seek:NoisyEvidence", o.NoisyEvidence, 1, 30);
        ranges.Number("Seek:RefusedIfAsked", o.RefusedIfAsked, 0.1, 0.9);
        ranges.Number("Seek:RefusedIfHeld", o.RefusedIfHeld, 0.1, 0.9);
        ranges.Span("Seek:RefuteWithin", o.RefuteWithin, 1, 300);
        ranges.Number("Seek:CutStep", o.CutStep, 0.005, 0.2);
        ranges.Number("Seek:CutLeast", o.CutLeast, 0.3, 0.95);
        ranges.Span("Seek:IdleAfter", o.IdleAfter, 60, 604800);
        ranges.Span("Seek:Forget", o.Forget, 60, 2592000);
        ranges.Span("Seek:Reopen", o.Reopen, 0, 600);
        ranges.Span("Seek:OutageWaitMax", o.OutageWaitMax, 1, 300);
        ranges.AtMost("Seek:Floor", o.Floor, "Seek:Start", o.Start);
        ranges.AtMost("Seek:VerifyLeast", o.VerifyLeast.TotalSeconds, "Seek:VerifyFirst", o.VerifyFirst.TotalSeconds);
        ranges.AtMost("Seek:VerifyFirst", o.VerifyFirst.TotalSeconds, "Seek:VerifyMost", o.VerifyMost.TotalSeconds);
        ranges.AtMost("Seek:FollowLeast", o.FollowLeast.TotalSeconds, "Seek:FollowMost", o.FollowMost.TotalSeconds);
        ranges.Below("Seek:NoiseLeast", o.NoiseLeast, "Seek:NoisyAt", o.NoisyAt);
        ranges.Below("Seek:NoisyAt", o.NoisyAt, "Seek:NoiseMost", o.NoiseMost);
        ranges.AtMost("Seek:IdleAfter", o.IdleAfter.TotalSeconds, "Seek:Forget", o.Forget.TotalSeconds);
    }

    private static void Gradient2(Gradient2Options o, OptionRanges ranges)
    {
        ranges.Whole("Gradient2:InitialLimit", o.InitialLimit, 1, 100_000);
        ranges.Whole("Gradient2:MinLimit", o.MinLimit, 1, 100_000);
        ranges.Whole("Gradient2:MaxLimit", o.MaxLimit, 1, 100_000);
        ranges.Number("Gradient2:Smoothing", o.Smoothing, 0.001, 1);
        ranges.Whole("Gradient2:Queue", o.Queue ?? 1, 0, 10_000);
        ranges.Whole("Gradient2:LongWindow", o.LongWindow, 10, 100_000);
        ranges.Number("Gradient2:Tolerance", o.Tolerance, 1, 10);
        ranges.AtMost("Gradient2:MinLimit", o.MinLimit, "Gradient2:InitialLimit", o.InitialLimit);
        ranges.AtMost("Gradient2:InitialLimit", o.InitialLimit, "Gradient2:MaxLimit", o.MaxLimit);
    }

    private static void Vegas(VegasOptions o, OptionRanges ranges)
    {
        ranges.Whole("Vegas:InitialLimit", o.InitialLimit, 1, 100_000);
        ranges.Whole("Vegas:MaxLimit", o.MaxLimit, 1, 100_000);
        ranges.Number("Vegas:Smoothing", o.Smoothing, 0.001, 1);
        ranges.Number("Vegas:Alpha", o.Alpha ?? 1, 1, 1000);
        ranges.Number("Vegas:Beta", o.Beta ?? 1, 1, 1000);
        ranges.Number("Vegas:Threshold", o.Threshold ?? 0, 0, 1000);
        ranges.Whole("Vegas:ProbeMultiplier", o.ProbeMultiplier, 1, 10_000_000);
        ranges.AtMost("Vegas:InitialLimit", o.InitialLimit, "Vegas:MaxLimit", o.MaxLimit);
        ranges.AtMost("Vegas:Alpha", o.Alpha ?? 0, "Vegas:Beta", o.Beta ?? double.PositiveInfinity);
    }

    private static void Windows(WindowsOptions o, OptionRanges ranges)
    {
        ranges.Span("Windows:MinWindow", o.MinWindow, 0.001, 600);
        ranges.Span("Windows:MaxWindow", o.MaxWindow, 0.001, 600);
        ranges.Whole("Windows:Size", o.Size, 1, 10_000);
        ranges.Span("Windows:LeastRtt", o.LeastRtt, 0, 60);
        ranges.Number("Windows:Percentile", o.Percentile ?? 0.01, 0.01, 0.99);
        ranges.Whole("Windows:Capacity", o.Capacity, 1, 10_000);
        ranges.AtMost("Windows:MinWindow", o.MinWindow.TotalSeconds, "Windows:MaxWindow", o.MaxWindow.TotalSeconds);
    }

    private static void Fixed(FixedOptions o, OptionRanges ranges)
    {
        ranges.Whole("Fixed:Limit", o.Limit ?? 1, 1, 100_000);
    }
}
