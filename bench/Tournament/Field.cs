namespace Granary.Tournament;

/// <summary>What is run, against whom.</summary>
internal static class Field
{
    private static readonly string[] Controls = ["aimd", "vegas", "gradient2", "gradient2-windows", "sampleAimd"];

    /// <summary>Scenario, contestants, and of how many variants (instants, ceilings) it consists.</summary>
    public static IEnumerable<(Scenario Scenario, string Contestant)> All()
    {
        foreach (var scenario in Compared())
        {
            yield return (scenario, "seek");
            foreach (var control in Controls)
            {
                yield return (scenario, control);
            }
        }

        // Those that never look at refusals send millions of them here; seek and aimd only.
        foreach (var scenario in new[] { Scenarios.P3(0.5), Scenarios.P4(60), Scenarios.P7(6), Scenarios.P9, Scenarios.P10(Scenarios.P1, 0.01), Scenarios.P12Pauses })
        {
            yield return (scenario, "seek");
            yield return (scenario, "aimd");
        }

        foreach (var scenario in OfSeek())
        {
            yield return (scenario, "seek");
        }

        foreach (var (capacity, factor) in new[] { (8, 1.0), (64, 1.0), (200, 1.0), (64, 2.0), (64, 0.5) })
        {
            yield return (Scenarios.P11(capacity, factor), "seek-plateau");
        }

        // One who never moves refuses most of what it sends, at full cost: once is enough to see it.
        yield return (Scenarios.P1 with { Name = "P1 64, 8 s, 300 s", Duration = 300, WarmUp = 100 }, "fixed");
    }

    private static IEnumerable<Scenario> Compared() =>
        [Scenarios.P1, Scenarios.P2, Scenarios.P8, Scenarios.P3(2)];

    private static IEnumerable<Scenario> OfSeek()
    {
        foreach (var factor in new[] { 1.5, 4, 0.75, 0.25 })
        {
            yield return Scenarios.P3(factor);
        }

        yield return Scenarios.P3Row;
        yield return Scenarios.P4(20);
        yield return Scenarios.P4(300);
        yield return Scenarios.P4(60, 32);
        foreach (var size in new[] { 60.0, 1.0 })
        {
            foreach (var knowledge in Enum.GetValues<Knowledge>())
            {
                yield return Scenarios.P5(knowledge, size);
            }
        }

        foreach (var capacity in new[] { 1, 2, 8 })
        {
            yield return Scenarios.P7(capacity);
        }

        foreach (var (of, noise) in new[]
        {
            (Scenarios.P1, 0.03), (Scenarios.P1, 0.1), (Scenarios.P7(6), 0.03), (Scenarios.Fast, 0.01), (Scenarios.Fast, 0.03), (Scenarios.Fast, 0.1),
        })
        {
            yield return Scenarios.P10(of, noise);
        }

        yield return Scenarios.P12Tokens;
        yield return Scenarios.P12TokensUnknown;
        yield return Scenarios.P12Bursts;
        yield return Scenarios.P12Plain;
        foreach (var of in Scenarios.Waiting)
        {
            yield return of;
        }

        foreach (var capacity in new[] { 2, 8, 64, 500, 5000 })
        {
            foreach (var service in new[] { 0.05, 1, 8, 120.0 })
            {
                if (capacity / service <= 1000)
                {
                    yield return Scenarios.P14(capacity, service);
                }
            }
        }
    }
}
