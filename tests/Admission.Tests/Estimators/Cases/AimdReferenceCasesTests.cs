using System.Text.Json;
using Granary.Admission.Estimators;

namespace Granary.Admission.Tests.Estimators.Cases;

/// <summary>Replays recorded traces of the reference semantics: every look, grant, denial and release with the numbers after it.</summary>
public sealed class AimdReferenceCasesTests
{
    public static TheoryData<string> Ids => EstimatorCases.Ids("aimd-reference");

    [Theory]
    [MemberData(nameof(Ids))]
    public void Trace_is_followed_step_by_step(string id)
    {
        var trace = EstimatorCases.Find(id);
        var parameters = trace.GetProperty("params");
        var cap = parameters.Whole("cap");
        var settings = new AimdSettings
        {
            Profile = AimdProfile.Reference,
            DecreaseFactor = parameters.Number("decreaseFactor"),
            IncreaseStep = parameters.Whole("increaseStep"),
            SuccessesPerStep = parameters.Whole("successesPerStep"),
            Cooldown = parameters.Number("cooldown"),
            StartupRamp = parameters.Number("startupRamp"),
            InitialLimit = parameters.Whole("initialLimit"),
        };
        var estimator = new AimdEstimator(settings, cap, 0);
        var leases = new Dictionary<long, (int Limit, long Generation)>();
        var effects = new List<EstimatorEffect>();
        var index = 0;
        foreach (var step in trace.GetProperty("steps").EnumerateArray())
        {
            var now = step.Number("t");
            var reason = step.GetProperty("op").GetString() == "acquire"
                ? Acquire(estimator, cap, leases, now, step.GetProperty("expect"))
                : Release(estimator, leases, now, step, effects);
            EstimatorCases.Check(id, index++, step, field => field switch
            {
                "granted" => reason is null,
                "lease" => step.GetProperty("expect").GetProperty("lease").GetInt64(),
                "reason" => reason,
                "retryAfter" => Math.Max(0, estimator.BlockedUntil - now),
                "limit" => estimator.Limit,
                "inFlight" => leases.Count,
                "streak" => estimator.Streak,
                "blockedUntil" => estimator.BlockedUntil,
                "ceiling" => estimator.Ceiling,
                "consecutive" => estimator.ConsecutiveRateLimits,
                "ramp" => estimator.Ramping,
                _ => null,
            });
        }
    }

    private static string? Acquire(
        AimdEstimator estimator, int cap, Dictionary<long, (int Limit, long Generation)> leases, double now, JsonElement expect)
    {
        var limit = Math.Min(estimator.Look(now), cap);
        var reason = now < estimator.BlockedUntil ? "cooldown" : leases.Count >= limit ? "no_capacity" : null;
        if (reason is null && expect.TryGetProperty("lease", out var lease))
        {
            leases.Add(lease.GetInt64(), (estimator.Limit, estimator.Generation));
        }

        return reason;
    }

    private static string? Release(
        AimdEstimator estimator, Dictionary<long, (int Limit, long Generation)> leases, double now, JsonElement step, List<EstimatorEffect> effects)
    {
        Assert.True(leases.Remove(step.GetProperty("lease").GetInt64(), out var held));
        var report = new ReleaseReport(
            Outcome(step.GetProperty("outcome").GetString()!), step.NumberOrNull("retryAfter") is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        AimdRig.Learn(estimator, held, report, leases.Count, now, effects);
        return null;
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
}
