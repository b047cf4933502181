namespace Granary.Admission.Estimators;

/// <summary>One answer of a provider as evidence of its health.</summary>
/// <param name="Kind">Which measure <paramref name="Value"/> is, or that there is none because the call failed.</param>
/// <param name="Value">Seconds, or seconds per output token.</param>
/// <param name="Generation">Generation of the limit at admission.</param>
public readonly record struct ProviderSample(ProviderSampleKind Kind, double Value, long Generation);
