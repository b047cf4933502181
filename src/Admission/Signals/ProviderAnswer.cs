namespace Granary.Admission.Signals;

/// <summary>What is known of an answer when it is judged.</summary>
/// <param name="Status">HTTP status; 2xx with an error object or event is judged by that.</param>
/// <param name="Error">The error object of its body; null if it has none.</param>
/// <param name="Rates">Its rate fields.</param>
/// <param name="RetryAfter">When the provider wants to be called again, see <see cref="RetryAfterText"/>.</param>
/// <param name="Tokens">What the call would have cost.</param>
public readonly record struct ProviderAnswer(int Status, ErrorText? Error, RateFields Rates, TimeSpan? RetryAfter, long Tokens = 0);
