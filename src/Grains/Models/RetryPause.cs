using Granary.Grains.Providers;

namespace Granary.Grains.Models;

/// <summary>How long to stay away before the next send.</summary>
internal static class RetryPause
{
    /// <summary>
    /// min(longest, first × 2^n) × a number from 0.8 to 1.2, or what the provider asked for if that is longer. Null when the provider asks for
    /// more than the longest pause: then the caller is told, instead of being kept.
    /// </summary>
    public static TimeSpan? Before(int retry, RetrySettings settings, TimeSpan? retryAfter, double jitter)
    {
        var doubled = settings.Pause * Math.Pow(2, Math.Min(retry, 30));
        var pause = (doubled < settings.MaxPause ? doubled : settings.MaxPause) * (0.8 + (0.4 * jitter));
        if (retryAfter is not { } asked || asked <= pause)
        {
            return pause;
        }

        return asked <= settings.MaxPause ? asked : null;
    }
}
