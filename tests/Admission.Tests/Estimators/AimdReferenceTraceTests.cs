using System.Text.Json;
using Granary.Admission.Estimators;

namespace Granary.Admission.Tests.Estimators;

/// <summary>Replays recorded traces of the reference semantics: every look, grant, denial and release with the numbers after it.</summary>
public sealed class AimdReferenceTraceTests
{
    private static readonly JsonElement Cases = Load();

    public static TheoryData<string> Ids => [.. Cases.EnumerateArray().Select(static c => c.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Trace_is_followed_step_by_step(string id)
    {
        var trace = Cases.EnumerateArray().Single(c => c.GetProperty("id").GetString() == id);
        var parameters = trace.GetProperty("params");
        var cap = parameters.GetProperty("cap").GetInt32();
        var settings = new AimdSettings
        {
            Profile = AimdProfile.Reference,
            DecreaseFactor = parameters.GetProperty("decreaseFactor").GetDouble(),
            IncreaseStep = parameters.GetProperty("increaseStep").GetInt32(),
            SuccessesPerStep = parameters.GetProperty("successesPerStep").GetInt32(),
            Cooldown = parameters.GetProperty("cooldown").GetDouble(),
            StartupRamp = parameters.GetProperty("startupRamp").GetDouble(),
            InitialLimit = parameters.GetProperty("initialLimit").GetInt32(),
        };
        var estimator = new AimdEstimator(settings, cap, 0);
        var leases = new Dictionary<long, (int Limit, long Generation)>();
        var effects = new List<EstimatorEffect>();
        var index = 0;
        foreach (var step in trace.GetProperty("steps").EnumerateArray())
        {
            var now = step.GetProperty("t").GetDouble();
            var expect = step.GetProperty("expect");
            var place = $"{id} step {index++} at {now}";
            if (step.GetProperty("op").GetString() == "acquire")
            {
                Acquire(estimator, cap, leases, now, expect, place);
            }
            else
            {
                var lease = step.GetProperty("lease").GetInt64();
                Assert.True(leases.Remove(lease, out var held), place);
                var retryAfter = step.TryGetProperty("retryAfter", out var r) ? TimeSpan.FromSeconds(r.GetDouble()) : (TimeSpan?)null;
                var report = new ReleaseReport(Outcome(step.GetProperty("outcome").GetString()!), retryAfter);
                AimdRig.Learn(estimator, held, report, leases.Count, now, effects);
            }

            Assert.True(expect.GetProperty("limit").GetInt32() == estimator.Limit, $"{place}: limit {estimator.Limit}, expected {expect}");
            Assert.True(expect.GetProperty("inFlight").GetInt32() == leases.Count, $"{place}: in flight {leases.Count}, expected {expect}");
            Assert.True(expect.GetProperty("streak").GetInt32() == estimator.Streak, $"{place}: streak {estimator.Streak}, expected {expect}");
            Assert.True(expect.GetProperty("ceiling").GetInt32() == estimator.Ceiling, $"{place}: ceiling {estimator.Ceiling}, expected {expect}");
            Assert.True(
                expect.GetProperty("consecutive").GetInt64() == estimator.ConsecutiveRateLimits,
                $"{place}: consecutive {estimator.ConsecutiveRateLimits}, expected {expect}");
            Assert.True(expect.GetProperty("ramp").GetBoolean() == estimator.Ramping, $"{place}: ramp {estimator.Ramping}, expected {expect}");
            Assert.Equal(expect.GetProperty("blockedUntil").GetDouble(), estimator.BlockedUntil, 1e-6);
        }
    }

    private static void Acquire(
        AimdEstimator estimator, int cap, Dictionary<long, (int Limit, long Generation)> leases, double now, JsonElement expect, string place)
    {
        var limit = Math.Min(estimator.Look(now), cap);
        var reason = now < estimator.BlockedUntil ? "cooldown" : leases.Count >= limit ? "no_capacity" : null;
        Assert.True(expect.GetProperty("granted").GetBoolean() == (reason is null), $"{place}: {reason ?? "granted"}, expected {expect}");
        if (reason is null)
        {
            leases.Add(expect.GetProperty("lease").GetInt64(), (estimator.Limit, estimator.Generation));
            return;
        }

        Assert.Equal(expect.GetProperty("reason").GetString(), reason);
        if (expect.TryGetProperty("retryAfter", out var retryAfter))
        {
            Assert.Equal(retryAfter.GetDouble(), estimator.BlockedUntil - now, 1e-6);
        }
    }

    private static ReleaseOutcome Outcome(string name) => name switch
    {
        "success" => ReleaseOutcome.Success,
        "rate_limited" => ReleaseOutcome.RateLimited,
        "provider_failure" => ReleaseOutcome.ProviderFailure,
        "provider_timeout" => ReleaseOutcome.ProviderTimeout,
        "local_cancelled" => ReleaseOutcome.LocalCancelled,
        "local_timeout" => ReleaseOutcome.LocalTimeout,
        "unexpected_exception" => ReleaseOutcome.UnexpectedException,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "unknown outcome"),
    };

    private static JsonElement Load()
    {
        using var stream = typeof(AimdReferenceTraceTests).Assembly.GetManifestResourceStream("aimd-reference.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
