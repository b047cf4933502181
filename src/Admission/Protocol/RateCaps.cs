namespace Granary.Admission.Protocol;

/// <summary>Rates of a key as configured at an agent, the smallest over its aliases. 0: not configured.</summary>
/// <param name="RequestsPerMinute">Requests per minute.</param>
/// <param name="RequestBurst">Requests at once; 0: a tenth of the cap.</param>
/// <param name="TokensPerMinute">Tokens per minute.</param>
/// <param name="TokenBurst">Tokens at once; 0: a tenth of the cap.</param>
public readonly record struct RateCaps(double RequestsPerMinute, double RequestBurst, double TokensPerMinute, double TokenBurst);
