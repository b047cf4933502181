using System.Globalization;
using Granary.Admission.Signals;

namespace Granary.Grains.Models;

/// <summary>Classifies an answer with an error status, once its body is read.</summary>
internal static class Refusals
{
    public static ProviderFault Classify(HttpResponseMessage response, ReadOnlyMemory<byte> body, long tokens, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var fields = AnswerSignals.FieldsOf(response.Headers);
        var rates = RateFields.Read(fields, now);
        var error = ErrorBody.Read(body);
        var retryAfter = AnswerJudge.MayNameATime(status, error) ? RetryAfterText.Read(fields, rates, error, tokens, now) : null;
        return FaultClassifier.Of(new ProviderAnswer(status, error, rates, retryAfter, tokens), MayRetry(response));
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

    private static bool MayRetry(HttpResponseMessage response) =>
        AnswerHeaders.First(response.Headers, "x-should-retry") is not { } said || !said.Equals("false", StringComparison.OrdinalIgnoreCase);
}
