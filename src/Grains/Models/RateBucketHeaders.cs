namespace Granary.Grains.Models;

/// <summary>One <c>x-ratelimit-*</c> bucket of an answer; null where a header is missing or unreadable.</summary>
/// <param name="Limit">Units per window.</param>
/// <param name="Remaining">Units left.</param>
/// <param name="Reset">Until it is full again.</param>
internal readonly record struct RateBucketHeaders(long? Limit, long? Remaining, TimeSpan? Reset)
{
    /// <summary>Nothing is left in it.</summary>
    public bool Exhausted => Remaining is <= 0;
}
