using System.Globalization;

namespace Granary.Grains.Simulator;

/// <summary>Writes the hint of a simulated 429.</summary>
internal static class RetryAfterHeaders
{
    public static void Add(List<KeyValuePair<string, string>> headers, TimeSpan after, RetryAfterForm form, SimulatorChance chance, DateTimeOffset now)
    {
        if (form == RetryAfterForm.Mixed)
        {
            switch (chance.Next(3))
            {
                case 0:
                    form = RetryAfterForm.Seconds;
                    break;
                case 1:
                    form = RetryAfterForm.Milliseconds;
                    break;
                default:
                    return;
            }
        }

        if (form is RetryAfterForm.Both)
        {
            headers.Add(new("retry-after", Math.Max(1, Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture)));
        }

        if (form is RetryAfterForm.Both or RetryAfterForm.Milliseconds)
        {
            headers.Add(new("retry-after-ms", Math.Max(1, Math.Ceiling(after.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture)));
        }

        if (form is RetryAfterForm.Seconds)
        {
            headers.Add(new("retry-after", after.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)));
        }

        if (form is RetryAfterForm.Date)
        {
            headers.Add(new("date", now.ToString("r", CultureInfo.InvariantCulture)));
            headers.Add(new("retry-after", now.AddSeconds(Math.Max(1, Math.Ceiling(after.TotalSeconds))).ToString("r", CultureInfo.InvariantCulture)));
        }
    }
}
