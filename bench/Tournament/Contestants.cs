using Granary.Admission.Estimators;
using Granary.Admission.Estimators.Delay;
using Granary.Admission.Estimators.Seek;
using Granary.Admission.Gates;

namespace Granary.Tournament;

/// <summary>Who takes part, by name.</summary>
internal static class Contestants
{
    /// <summary>All of them, the one to beat first.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["seek", "aimd", "vegas", "gradient2", "gradient2-windows", "sampleAimd", "fixed"];

    public static ILimitEstimator Create(string name, int cap, SeekSettings? seek = null) => name switch
    {
        "seek-plateau" => LimitEstimators.Create(new EstimatorSettings { Seek = new SeekSettings { Plateau = true } }, LimitEstimators.Seek, cap, 0),
        "vegas" => LimitEstimators.Create(
            new EstimatorSettings { Vegas = new VegasSettings { MaxLimit = Math.Max(1000, cap) } }, LimitEstimators.Vegas, cap, 0),
        "gradient2" => LimitEstimators.Create(Gradient2(cap, windowed: false), LimitEstimators.Gradient2, cap, 0),
        "gradient2-windows" => LimitEstimators.Create(Gradient2(cap, windowed: true), LimitEstimators.Gradient2, cap, 0),
        "sampleAimd" => new DelayEstimator("sampleAimd", new SampleAimdLimit(20, 1, cap, 0.9, double.PositiveInfinity), null, true, 0, cap, 0, null, 0),
        _ => LimitEstimators.Create(new EstimatorSettings { Seek = seek ?? new SeekSettings() }, name, cap, 0),
    };

    public static GateSettings Gate(string name) =>
        name.StartsWith("seek", StringComparison.Ordinal) ? new GateSettings { LongestWait = 5 } : new GateSettings();

    public static RunResult Run(Scenario scenario, string name, int seed, SeekSettings? seek = null) =>
        new Caller(scenario, Create(name, scenario.Cap, seek), Gate(name), seed).Run();

    /// <summary>Seeds 1 to that many.</summary>
    public static Summary Over(Scenario scenario, string name, int seeds) =>
        new(scenario, name, [.. Enumerable.Range(1, seeds).Select(seed => Run(scenario, name, seed))]);

    private static EstimatorSettings Gradient2(int cap, bool windowed) =>
        new() { Gradient2 = new Gradient2Settings { MaxLimit = Math.Max(200, cap), Windowed = windowed } };
}
