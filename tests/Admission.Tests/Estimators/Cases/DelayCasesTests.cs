using System.Text.Json;
using Granary.Admission.Estimators.Delay;
using Granary.Tournament;

namespace Granary.Admission.Tests.Estimators.Cases;

/// <summary>Vegas, gradient2 and the windows around them, number by number.</summary>
public sealed class DelayCasesTests
{
    public static TheoryData<string> VegasIds => EstimatorCases.Ids("vegas");

    public static TheoryData<string> Gradient2Ids => EstimatorCases.Ids("gradient2");

    public static TheoryData<string> WindowedIds => EstimatorCases.Ids("windowed");

    [Theory]
    [MemberData(nameof(VegasIds))]
    public void Vegas_is_followed_step_by_step(string id)
    {
        var parameters = EstimatorCases.Find(id).GetProperty("params");
        var jitter = parameters.Number("probeJitter");
        var settings = new VegasSettings
        {
            InitialLimit = parameters.Whole("initialLimit"),
            MaxLimit = parameters.Whole("maxLimit"),
            Smoothing = parameters.Number("smoothing"),
            Alpha = parameters.NumberOrNull("alpha"),
            Beta = parameters.NumberOrNull("beta"),
            Halve = parameters.GetProperty("decrease").GetString() == "/2",
            ProbeMultiplier = parameters.Whole("probeMultiplier"),
        };
        var limit = new VegasLimit(settings, () => jitter);
        Follow(id, limit, field => field switch
        {
            "limit" => limit.Limit,
            "estimate" => limit.Estimate,
            "noLoadNs" => limit.NoLoadNs,
            _ => null,
        });
    }

    [Theory]
    [MemberData(nameof(Gradient2Ids))]
    public void Gradient2_is_followed_step_by_step(string id)
    {
        var limit = new Gradient2Limit(Gradient2Of(EstimatorCases.Find(id).GetProperty("params")));
        Follow(id, limit, field => field switch
        {
            "limit" => limit.Limit,
            "estimate" => limit.Estimate,
            "longRttNs" => limit.LongRttNs,
            _ => null,
        });
    }

    [Theory]
    [MemberData(nameof(WindowedIds))]
    public void Windows_are_followed_step_by_step(string id)
    {
        var found = EstimatorCases.Find(id);
        var parameters = found.GetProperty("params");
        var inner = parameters.GetProperty("delegate");
        IDelayLimit limit = inner.GetProperty("estimator").GetString() == "gradient2"
            ? new Gradient2Limit(Gradient2Of(inner))
            : new SampleAimdLimit(
                inner.Whole("initialLimit"), inner.Whole("minLimit"), inner.Whole("maxLimit"), inner.Number("backoff"), inner.Number("timeoutNs"));
        var settings = new WindowSettings
        {
            MinWindow = parameters.Number("minWindowMs") / 1000,
            MaxWindow = parameters.Number("maxWindowMs") / 1000,
            Size = parameters.Whole("windowSize"),
            LeastRttNs = parameters.Number("minRttNs"),
            Percentile = parameters.NumberOrNull("percentile"),
            Capacity = parameters.TryGetProperty("capacity", out var capacity) ? capacity.GetInt32() : 100,
        };
        var windows = new WindowedLimit(settings, limit);
        var index = 0;
        foreach (var step in found.GetProperty("steps").EnumerateArray())
        {
            windows.Add(step.Number("startNs"), step.Number("rttNs"), step.Whole("inFlight"), step.GetProperty("drop").GetBoolean());
            EstimatorCases.Check(id, index++, step, field => field == "limit" ? windows.Limit : null);
        }
    }

    private static void Follow(string id, IDelayLimit limit, Func<string, object?> actual)
    {
        var index = 0;
        foreach (var step in EstimatorCases.Find(id).GetProperty("steps").EnumerateArray())
        {
            limit.Add(step.Number("rttNs"), step.Whole("inFlight"), step.GetProperty("drop").GetBoolean());
            EstimatorCases.Check(id, index++, step, actual);
        }
    }

    private static Gradient2Settings Gradient2Of(JsonElement parameters) => new()
    {
        InitialLimit = parameters.Whole("initialLimit"),
        MinLimit = parameters.Whole("minLimit"),
        MaxLimit = parameters.Whole("maxLimit"),
        Smoothing = parameters.Number("smoothing"),
        Queue = (int?)parameters.NumberOrNull("queue"),
        LongWindow = parameters.Whole("longWindow"),
        Tolerance = parameters.Number("tolerance"),
    };
}
