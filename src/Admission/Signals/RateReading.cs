using Granary.Admission.Buckets;

namespace Granary.Admission.Signals;

/// <summary>One bucket as an answer's fields tell it; null where a field is missing or unusable.</summary>
/// <param name="Unit">What it counts.</param>
/// <param name="Policy">Its name, where several buckets count the same unit; null for a provider's one bucket of that unit.</param>
/// <param name="Limit">Units per window.</param>
/// <param name="Remaining">Units left.</param>
/// <param name="Reset">Time until it is full again, at least zero.</param>
/// <param name="Window">The window, where it is told.</param>
public readonly record struct RateReading(BucketKind Unit, string? Policy, long? Limit, long? Remaining, TimeSpan? Reset, TimeSpan? Window)
{
    /// <summary>It has no room for a call that costs so many tokens; false where nobody says what is left.</summary>
    public bool IsShortOf(long tokens) => Remaining is { } left && (left <= 0 || (Unit != BucketKind.Requests && left < tokens));
}
