using System.Globalization;
using System.Text.Json;
using Granary.Admission.Signals;

namespace Granary.Admission.Tests.Estimators.Cases;

/// <summary>Retry-after and rate fields as providers write them.</summary>
public sealed class HeaderCasesTests
{
    public static TheoryData<string> Ids => EstimatorCases.Ids("header-parsing");

    [Theory]
    [MemberData(nameof(Ids))]
    public void Fields_are_read(string id)
    {
        var found = EstimatorCases.Find(id);
        var now = DateTimeOffset.Parse(found.GetProperty("params").GetProperty("nowUtc").GetString()!, CultureInfo.InvariantCulture);
        var index = 0;
        foreach (var step in found.GetProperty("steps").EnumerateArray())
        {
            var fields = Fields(step);
            var rates = RateFields.Read(fields, now);
            RateReading? reading = rates.Readings.Length > 0 ? rates.Readings[0] : null;
            EstimatorCases.Check(id, index++, step, field => field switch
            {
                "seconds" or "resetSeconds" => reading?.Reset?.TotalSeconds,
                "retryAfter" => RetryAfterText.Read(fields, rates, null, 1, now)?.TotalSeconds,
                "policy" => reading?.Policy,
                "remaining" => reading?.Remaining,
                "policies" => (double)rates.Readings.Length,
                _ => null,
            });
        }
    }

    private static AnswerField[] Fields(JsonElement step) => step.TryGetProperty("headers", out var headers)
        ? [.. headers.EnumerateObject().Select(static h => new AnswerField(h.Name, h.Value.GetString()!))]
        : [new AnswerField(step.GetProperty("header").GetString()!, step.GetProperty("value").GetString()!)];
}
