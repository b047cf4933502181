using System.Globalization;

namespace Granary.Tournament;

/// <summary>What <c>seek</c> has to reach. T1-T7, T9, T11 and T13 fail the tests when missed; T8, T10 and T12 are recorded.</summary>
internal static class Targets
{
    public static IEnumerable<Target> All(int seeds)
    {
        yield return T1(Scenarios.P1, 15, seeds);
        yield return T1(Scenarios.P2, 15, seeds);
        yield return T1(Scenarios.P8, 45, seeds);
        yield return T2(Math.Max(1, seeds / 5));
        yield return T3(Math.Max(1, seeds / 5));
        yield return T4(seeds);
        yield return T5(Knowledge.Known, 60, 0, seeds);
        yield return T5(Knowledge.Known, 1, 0, seeds);
        yield return T5(Knowledge.Fields, 60, 0, seeds);
        yield return T5(Knowledge.Unknown, 60, 0.01, seeds);
        yield return T5(Knowledge.Unknown, 1, 0.01, seeds);
        yield return T6(seeds);
        yield return T7(6, seeds);
        yield return T7(2, seeds);
        yield return T7(8, seeds);
        yield return T8(seeds);
        yield return T9(0.01, seeds);
        yield return T9(0.03, seeds);
        yield return T10(0.01, seeds);
        yield return T10(0.03, seeds);
        yield return T11(64, seeds);
        foreach (var waiting in T13(seeds))
        {
            yield return waiting;
        }

        foreach (var agents in new[] { 1, 16, 100 })
        {
            yield return T12(Scenarios.P1, agents, 0.1, 0.985, 0.01, 20, seeds);
        }

        yield return T12(Scenarios.P1, 16, 1, 0.985, 0.01, 30, seeds);
        yield return T12(Scenarios.P3(2), 1, 1, 0, 0.01, 40, seeds);
        yield return T12(Scenarios.P3(2), 16, 1, 0, 0.01, 40, seeds);
        yield return T12(Scenarios.P3(0.5), 16, 1, 0, 0.02, 60, seeds);
        yield return T12(Scenarios.P4(60), 16, 0.1, 0, 0.01, 25, seeds);
    }

    /// <summary>Through the production ledger and agents.</summary>
    public static Target T12(Scenario scenario, int agents, double delay, double utilisation, double refused, double reach, int seeds)
    {
        var messages = 0.0;
        var runs = Enumerable.Range(1, Math.Max(1, seeds / 2)).Select(seed =>
        {
            var cluster = new ClusterCaller(scenario, agents, delay, seed, new Admission.Estimators.EstimatorSettings { Name = "seek" });
            var result = cluster.Run();
            messages += cluster.MessagesPerCall;
            return result;
        }).ToList();
        var s = new Summary(scenario, "seek", runs);
        return new Target(
            "T12", Text($"{scenario.Name}, {agents} agents, {delay} s delay: ≥ {100 * utilisation:0.0} %, ≤ {100 * refused:0.0} % refused, reach ≤ {reach} s"),
            Text($"{100 * s.Utilisation:0.00} %, {100 * s.Refused:0.00} %, {s.Reach:0} s; {messages / runs.Count:0.00} reports per call, {s.FutileMost:0} futile"),
            s.Utilisation >= utilisation && s.Refused <= refused && s.Reach <= reach);
    }

    public static Target T1(Scenario scenario, double reach, int seeds)
    {
        var s = Contestants.Over(scenario, "seek", seeds);
        return new Target(
            "T1", Text($"{scenario.Name}: ≥ 99 % of the oracle, ≤ 0.5 % refused, reach ≤ {reach} s"),
            Text($"{100 * s.Utilisation:0.00} %, {100 * s.Refused:0.00} %, {s.Reach:0} s"),
            s.Utilisation >= 0.99 && s.Refused <= 0.005 && s.Reach <= reach);
    }

    /// <summary>Doubling at 16 instants.</summary>
    public static Target T2(int seeds)
    {
        var reaches = Instants(2, seeds).Select(static r => r.Reach).ToList();
        return new Target(
            "T2", "doubling: reach ≤ 30 s mean of 16 instants, ≤ 35 s worst", Text($"{reaches.Average():0.0} s, {reaches.Max():0} s"),
            reaches.Average() <= 30 && reaches.Max() <= 35);
    }

    /// <summary>Halving at 16 instants: what is counted ends when the cascade has settled.</summary>
    public static Target T3(int seeds)
    {
        var runs = Instants(0.5, seeds, 120);
        var refusals = runs.Select(static r => (double)r.RefusalsSince).ToList();
        var settle = runs.Max(static r => r.Settle);
        return new Target(
            "T3", "halving: ≤ 60 refusals in all, settled within 30 s", Text($"{refusals.Average():0}, at most {refusals.Max():0}; {settle:0} s"),
            refusals.Max() <= 60 && settle <= 30);
    }

    public static Target T4(int seeds)
    {
        var s = Contestants.Over(Scenarios.P4(60), "seek", seeds);
        var ceilings = s.Runs.Min(static r => r.Ceiling);
        return new Target(
            "T4", "outage: reach ≤ 20 s after its end, ≤ 35 futile sends in 60 s, ceiling kept",
            Text($"{s.Reach:0} s, at most {s.ReachWorst:0} s; {s.FutileMost:0}; ceiling {ceilings}"),
            s.Reach <= 20 && s.FutileMost <= 35 && ceilings >= 63);
    }

    public static Target T5(Knowledge knowledge, double size, double refused, int seeds)
    {
        var scenario = Scenarios.P5(knowledge, size);
        var s = Contestants.Over(scenario, "seek", seeds);
        return new Target(
            "T5", Text($"{scenario.Name}: ≥ 99 % of the rate, {(refused == 0 ? "none" : $"≤ {100 * refused:0} %")} refused"),
            Text($"{100 * s.Utilisation:0.00} %, {100 * s.Refused:0.00} %"), s.Utilisation >= 0.99 && s.Refused <= refused);
    }

    public static Target T6(int seeds)
    {
        var s = Contestants.Over(Scenarios.P12Tokens, "seek", seeds);
        var wait = s.Runs.Max(static r => r.LargeWait);
        return new Target(
            "T6", "tokens per minute, known: ≥ 97 %, ≤ 1 % refused, largest tenth waits ≤ 3 × median",
            Text($"{100 * s.Utilisation:0.00} %, {100 * s.Refused:0.00} %, {wait:0.00} ×"), s.Utilisation >= 0.97 && s.Refused <= 0.01 && wait <= 3);
    }

    public static Target T7(int capacity, int seeds)
    {
        var s = Contestants.Over(Scenarios.P7(capacity), "seek", seeds);
        return new Target(
            "T7", Text($"C = {capacity}: ≥ 97 %, ≤ 1 % refused"), Text($"{100 * s.Utilisation:0.00} %, {100 * s.Refused:0.00} %"),
            s.Utilisation >= 0.97 && s.Refused <= 0.01);
    }

    public static Target T8(int seeds)
    {
        var s = Contestants.Over(Scenarios.P9, "seek", seeds);
        return new Target(
            "T8", "wandering limit: ≥ 93 %, ≤ 3 % refused", Text($"{100 * s.Utilisation:0.00} %, {100 * s.Refused:0.00} %"),
            s.Utilisation >= 0.93 && s.Refused <= 0.03);
    }

    public static Target T9(double noise, int seeds) => Noisy("T9", Scenarios.P10(Scenarios.P1, noise), 0.99, 0.01, seeds);

    public static Target T10(double noise, int seeds) => Noisy("T10", Scenarios.P10(Scenarios.Fast, noise), 0.97, 0.015, seeds);

    public static Target T11(int capacity, int seeds)
    {
        var s = Contestants.Over(Scenarios.P11(capacity), "seek-plateau", seeds);
        return new Target(
            "T11", Text($"queueing server, C = {capacity}, plateau mode: ≥ 98 %, ≤ 1.5 × C in flight"),
            Text($"{100 * s.Utilisation:0.00} %, {s.Held:0.00} ×"), s.Utilisation >= 0.98 && s.Held <= 1.5);
    }

    /// <summary>Refusals that name a wait and nothing else, by which everything stands still.</summary>
    public static IEnumerable<Target> T13(int seeds) =>
    [
        T13(Scenarios.P15(Scenarios.Small, 0.4), 0.985, 0.005, 20, seeds),
        T13(Scenarios.P15(Scenarios.P1, 1), 0.99, 0.005, 15, seeds),
        T13(Scenarios.P15(Scenarios.P7(6), 1), 0.97, 0.01, 10, seeds),
        T13(Scenarios.P15(Scenarios.P3(2), 1), 0.95, 0.005, 75, seeds),
        T13(Scenarios.P15(Scenarios.P3(0.5), 1), 0.99, 0.01, 10, seeds),
        T13(Scenarios.P15(Scenarios.P5(Knowledge.Unknown, 1), 1), 0.9, 0.08, double.PositiveInfinity, seeds),
    ];

    private static Target T13(Scenario scenario, double utilisation, double refused, double reach, int seeds)
    {
        var s = Contestants.Over(scenario, "seek", seeds);
        return new Target(
            "T13", Text($"{scenario.Name}: ≥ {100 * utilisation:0.0} %, ≤ {100 * refused:0.0} % refused, reach ≤ {reach} s"),
            Text($"{100 * s.Utilisation:0.00} %, {100 * s.Refused:0.00} %, {s.Reach:0} s"),
            s.Utilisation >= utilisation && s.Refused <= refused && s.Reach <= reach);
    }

    private static Target Noisy(string name, Scenario scenario, double utilisation, double more, int seeds)
    {
        var s = Contestants.Over(scenario, "seek", seeds);
        return new Target(
            name, Text($"{scenario.Name}: ≥ {100 * utilisation:0} %, ≤ share + {100 * more:0.0} % refused"),
            Text($"{100 * s.Utilisation:0.00} %, {100 * s.Refused:0.00} %, reach {s.Reach:0} s"),
            s.Utilisation >= utilisation && s.Refused <= scenario.Noise + more);
    }

    /// <summary>Runs of a change at each of 16 instants.</summary>
    public static List<RunResult> Instants(double factor, int seeds, double after = 600) =>
        [.. Enumerable.Range(0, Scenarios.Instants).SelectMany(i => Enumerable.Range(1, seeds).Select(seed =>
        {
            var scenario = Scenarios.P3(factor, i);
            return Contestants.Run(scenario with { Duration = scenario.Event + after }, "seek", seed + (100 * i));
        }))];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
