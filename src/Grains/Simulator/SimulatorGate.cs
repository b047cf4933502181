using System.Globalization;

namespace Granary.Grains.Simulator;

/// <summary>
/// The hidden limits: calls at once, calls per minute, tokens per minute. Not thread-safe; time is handed in.
/// </summary>
internal sealed class SimulatorGate
{
    private readonly RateBucket _requests = new();
    private readonly RateBucket _tokens = new();

    /// <summary>Calls being worked on.</summary>
    public int Admitted { get; private set; }

    /// <summary>Takes one call in, or says which limit refuses it and when a minute limit would have room.</summary>
    public SimulatorRefusal? TryEnter(SimulatorSettings settings, int tokens, TimeSpan now)
    {
        if (Admitted >= settings.Limit)
        {
            return new SimulatorRefusal("concurrent requests", SimulatorRefusal.General, null);
        }

        if (settings.RequestsPerMinute > 0 && !_requests.Holds(settings.RequestsPerMinute, 1, now))
        {
            return new SimulatorRefusal("requests per minute", "requests", _requests.Until(settings.RequestsPerMinute, 1, now));
        }

        if (settings.TokensPerMinute > 0 && !_tokens.Holds(settings.TokensPerMinute, tokens, now))
        {
            return new SimulatorRefusal("tokens per minute", "tokens", _tokens.Until(settings.TokensPerMinute, tokens, now));
        }

        if (settings.RequestsPerMinute > 0)
        {
            _requests.Take(1);
        }

        if (settings.TokensPerMinute > 0)
        {
            _tokens.Take(tokens);
        }

        Admitted++;
        return null;
    }

    /// <summary>The work on one call is over.</summary>
    public void Leave() => Admitted--;

    /// <summary>The <c>x-ratelimit-*</c> headers of an answer given now; none for a limit that is off.</summary>
    public void AddHeaders(SimulatorSettings settings, TimeSpan now, List<KeyValuePair<string, string>> headers)
    {
        Add("requests", settings.RequestsPerMinute, _requests);
        Add("tokens", settings.TokensPerMinute, _tokens);

        void Add(string what, int perMinute, RateBucket bucket)
        {
            if (perMinute == 0)
            {
                return;
            }

            headers.Add(new($"x-ratelimit-limit-{what}", perMinute.ToString(CultureInfo.InvariantCulture)));
            headers.Add(new($"x-ratelimit-remaining-{what}", Math.Max(0, bucket.Remaining(perMinute, now)).ToString(CultureInfo.InvariantCulture)));
            var full = Math.Ceiling(bucket.Until(perMinute, perMinute, now).TotalMilliseconds);
            headers.Add(new($"x-ratelimit-reset-{what}", string.Create(CultureInfo.InvariantCulture, $"{full}ms")));
        }
    }
}
