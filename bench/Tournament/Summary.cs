using System.Globalization;

namespace Granary.Tournament;

/// <summary>Several seeds of one scenario and one contestant, as one line of a table.</summary>
internal sealed class Summary(Scenario scenario, string contestant, IReadOnlyList<RunResult> runs)
{
    public static string Header { get; } =
        "| scenario | estimator | % of oracle | refused | reach s (mean, worst) | settle s | refusals since the event (mean, most) | at start | futile | held ÷ C | ceiling |\n"
        + "|---|---|---|---|---|---|---|---|---|---|---|";

    public Scenario Scenario => scenario;

    public string Contestant => contestant;

    public IReadOnlyList<RunResult> Runs => runs;

    public double Utilisation => runs.Average(static r => r.Utilisation);

    public double Refused => runs.Average(static r => r.Refused);

    public double Reach => runs.Average(static r => r.Reach);

    public double ReachWorst => runs.Max(static r => r.Reach);

    public double Settle => runs.Max(static r => r.Settle);

    public double RefusalsMost => runs.Max(static r => r.RefusalsSince);

    public double FutileMost => runs.Max(static r => r.Futile);

    public double Held => runs.Average(static r => r.Held);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {scenario.Name} | {contestant} | {100 * Utilisation:0.00} | {100 * Refused:0.00} % | {Seconds(Reach)}, {Seconds(ReachWorst)} | {Seconds(Settle)} | {runs.Average(static r => r.RefusalsSince):0}, {RefusalsMost:0} | {runs.Average(static r => r.RefusalsAtStart):0} | {runs.Average(static r => r.Futile):0} | {Held:0.00} | {runs.Average(static r => r.Ceiling):0} |");

    private static string Seconds(double seconds) => double.IsInfinity(seconds) ? "–" : seconds.ToString("0", CultureInfo.InvariantCulture);
}
