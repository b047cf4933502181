using System.Globalization;

namespace Granary.Grains.Models;

/// <summary>Classifies an answer with an error status, once its body is read.</summary>
internal static class Refusals
{
    public static ProviderFault Classify(HttpResponseMessage response, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var mayRetry = AnswerHeaders.First(response.Headers, "x-should-retry") is not { } said || !said.Equals("false", StringComparison.OrdinalIgnoreCase);
        return FaultClassifier.Of(status, ProviderErrorObject.Read(body), RetryAfterHeader.Read(status, response.Headers, now), mayRetry);
    }

    /// <summary>The hint headers that go with a refusal which is relayed: both or none.</summary>
    public static void AddHints(List<KeyValuePair<string, string>> headers, ProviderFault fault)
    {
        if (fault.RetryAfter is not { } after)
        {
            return;
        }

        headers.Add(new("retry-after", Math.Max(1, Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture)));
        headers.Add(new("retry-after-ms", Math.Max(1, Math.Ceiling(after.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture)));

        // Client libraries ignore long hints and retry blindly; only this stops them.
        headers.Add(new("x-should-retry", after <= TimeSpan.FromSeconds(60) ? "true" : "false"));
    }
}
