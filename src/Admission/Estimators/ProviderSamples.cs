namespace Granary.Admission.Estimators;

/// <summary>Reads evidence of a provider's health from a sample.</summary>
internal static class ProviderSamples
{
    /// <summary>False for a success nobody measured.</summary>
    public static bool TryRead(in CompletedSample completed, out ProviderSample sample)
    {
        sample = default;
        if (double.IsNaN(completed.Latency))
        {
            return false;
        }

        sample = !double.IsNaN(completed.FirstByte)
            ? new ProviderSample(ProviderSampleKind.FirstByte, completed.FirstByte, completed.Generation)
            : completed.OutputTokens > 0
                ? new ProviderSample(ProviderSampleKind.PerToken, completed.Latency / completed.OutputTokens, completed.Generation)
                : new ProviderSample(ProviderSampleKind.Latency, completed.Latency, completed.Generation);
        return true;
    }

    /// <summary>A server failure or a provider time-out.</summary>
    public static ProviderSample Failure(long generation) => new(ProviderSampleKind.Failed, 0, generation);
}
