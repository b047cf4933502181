namespace Granary.Admission.Buckets;

/// <summary>What is known of a call's tokens before it goes out.</summary>
/// <param name="InputEstimate">Tokens of the prompt.</param>
/// <param name="AskedMaximum">Most tokens of one answer it asks for; 0: it does not say.</param>
/// <param name="Answers">Answers it asks for, at least 1.</param>
/// <param name="ExpectedCached">Tokens of the prompt that are expected to be cached.</param>
public readonly record struct TokenCall(double InputEstimate, double AskedMaximum, int Answers = 1, double ExpectedCached = 0);
