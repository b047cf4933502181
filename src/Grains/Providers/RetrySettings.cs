namespace Granary.Grains.Providers;

/// <summary>How often and after which pauses a failed call is sent again.</summary>
/// <param name="Retries">Sends after the first; 0 to 10.</param>
/// <param name="Pause">Before the first retry; doubles each time.</param>
/// <param name="MaxPause">Longest pause.</param>
internal sealed record RetrySettings(int Retries, TimeSpan Pause, TimeSpan MaxPause)
{
    public static readonly RetrySettings Default = new(3, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60));
}
