namespace Granary.Admission.Estimators;

/// <summary>Reads evidence of a provider's health from a release.</summary>
internal static class ProviderSamples
{
    /// <summary>Server failures and provider time-outs.</summary>
    public static bool IsFailure(in ReleaseReport report) =>
        report.Outcome == ReleaseOutcome.ProviderTimeout || report is { Outcome: ReleaseOutcome.ProviderFailure, ServerFault: true };

    /// <summary>False when the release says nothing about health: refused for load, a bad request, our own doing, an unmeasured success.</summary>
    public static bool TryRead(in ReleaseReport report, long generation, out ProviderSample sample)
    {
        sample = default;
        if (IsFailure(report))
        {
            sample = new ProviderSample(ProviderSampleKind.Failed, 0, generation);
            return true;
        }

        if (report.Outcome != ReleaseOutcome.Success)
        {
            return false;
        }

        if (report.FirstByte is { } first)
        {
            sample = new ProviderSample(ProviderSampleKind.FirstByte, (float)first.TotalSeconds, generation);
        }
        else if (report.OutputTokens > 0)
        {
            sample = new ProviderSample(ProviderSampleKind.PerToken, (float)(report.Latency.TotalSeconds / report.OutputTokens), generation);
        }
        else
        {
            sample = new ProviderSample(ProviderSampleKind.Latency, (float)report.Latency.TotalSeconds, generation);
        }

        return true;
    }
}
