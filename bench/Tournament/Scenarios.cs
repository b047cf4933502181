using Granary.Admission.Buckets;

namespace Granary.Tournament;

/// <summary>The providers of the tournament.</summary>
internal static class Scenarios
{
    public const int Instants = 16;

    public static Scenario P1 { get; } = Scenario.Steady("P1 64, 8 s", 64, 8);

    public static Scenario P2 { get; } = Scenario.Steady("P2 64, 20 s, heavy tail", 64, 20, 1.2);

    public static Scenario P8 { get; } = Scenario.Steady("P8 200, 30 s", 200, 30) with { Duration = 2700 };

    /// <summary>A change by that factor, at one of several instants so that it meets every phase of the probe clock.</summary>
    public static Scenario P3(double factor, int instant = 0)
    {
        var at = 600 + (instant * 27.0 / Instants);
        return P1 with
        {
            Name = $"P3 64 × {factor:0.##}",
            Capacity = t => t < at ? 64 : (int)(64 * factor),
            Changes = [at],
            Event = at,
            WarmUp = 300,
            Duration = 1200,
            Cap = 512,
        };
    }

    /// <summary>Doubled, then a quarter of that.</summary>
    public static Scenario P3Row { get; } = P1 with
    {
        Name = "P3 64 → 128 → 32",
        Capacity = static t => t < 600 ? 64 : t < 1200 ? 128 : 32,
        Changes = [600, 1200],
        Event = 600,
        Cap = 512,
    };

    public static Scenario P4(double length, int after = 64) => P1 with
    {
        Name = $"P4 outage {length:0} s{(after == 64 ? "" : $", then {after}")}",
        Capacity = t => t < 600 + length ? 64 : after,
        Changes = [600 + length],
        Outages = [(600, 600 + length)],
        Event = 600 + length,
    };

    /// <summary>480 requests per minute, a bucket of 60 s (P5) or of 1 s (P6).</summary>
    public static Scenario P5(Knowledge knowledge, double size = 60) => Scenario.Steady($"{(size > 1 ? "P5" : "P6")} 480/min, bucket {size:0} s, {Lower(knowledge)}", 1000, 8) with
    {
        Rate = new RateCap(BucketKind.Requests, 480, size, knowledge),
        Cap = 256,
    };

    public static Scenario P7(int capacity) => Scenario.Steady($"P7 {capacity}, 8 s", capacity, 8) with { Duration = 5400, WarmUp = 900 };

    public static Scenario P9 { get; } = P1 with
    {
        Name = "P9 wandering 48-88",
        Capacity = Wandering,
        Changes = [.. Enumerable.Range(1, 7200).Select(static i => i * 0.25)],
    };

    public static Scenario P10(Scenario of, double noise) => of with
    {
        Name = $"P10 {of.Name[(of.Name.IndexOf(' ', StringComparison.Ordinal) + 1)..]}, {noise:0%} noise",
        Noise = noise,
    };

    public static Scenario Fast { get; } = Scenario.Steady("P10 200, 1 s", 200, 1) with { WarmUp = 300, Duration = 1200 };

    public static Scenario P11(int capacity, double factor = 1) => Scenario.Steady($"P11 queues, {capacity}{(factor == 1 ? "" : $" × {factor:0.##}")}", capacity, 8) with
    {
        Queues = true,
        Capacity = t => t < 1200 ? capacity : (int)(capacity * factor),
        Changes = [1200],
        Event = 1200,
        WarmUp = 900,
        Duration = 3600,
        Cap = 1024,
    };

    public static Scenario P12Tokens { get; } = Scenario.Steady("P12 480,000 tokens/min", 1000, 8) with
    {
        Rate = new RateCap(BucketKind.Tokens, 480_000, 60, Knowledge.Known),
        Tokens = 1000,
        Cap = 256,
    };

    public static Scenario P12TokensUnknown { get; } = P12Tokens with
    {
        Name = "P12 480,000 tokens/min, unknown",
        Rate = new RateCap(BucketKind.Tokens, 480_000, 60, Knowledge.Unknown),
    };

    public static Scenario P12Bursts { get; } = P1 with { Name = "P12 bursty demand", Burst = 60 };

    public static Scenario P12Plain { get; } = P1 with { Name = "P12 plain calls", Plain = true };

    public static Scenario P12Pauses { get; } = P1 with { Name = "P12 1 s before a re-send", ResendAfter = 1 };

    public static Scenario P14(int capacity, double service)
    {
        const double Calls = 150_000;
        var duration = Math.Min(Math.Max(1800, 60 * service), Calls * service / capacity);
        duration = Math.Max(duration, 12 * service);
        return Scenario.Steady($"P14 {capacity}, {service} s", capacity, service) with { Duration = duration, WarmUp = duration / 3 };
    }

    /// <summary>Refusals that name a wait and nothing else: nobody says whether it was a ceiling or a rate.</summary>
    public static Scenario P15(Scenario of, double wait) => of with { Name = $"P15 {of.Name[(of.Name.IndexOf(' ', StringComparison.Ordinal) + 1)..]}, refusals name {wait} s", RetryAfter = wait };

    /// <summary>As small and fast as the sample provider.</summary>
    public static Scenario Small { get; } = Scenario.Steady("P15 20, 0.5 s", 20, 0.5) with { WarmUp = 300, Duration = 1200 };

    public static IReadOnlyList<Scenario> Waiting { get; } =
    [
        P15(Small, 0.4), P15(P1, 1), P15(P7(6), 1), P15(P3(2), 1), P15(P3(0.5), 1), P15(P10(P1, 0.01), 1), P15(P5(Knowledge.Unknown, 1), 1),
    ];

    private static int Wandering(double t) => (int)(64 + (16 * Math.Sin(2 * Math.PI * t / 180)) + ((int)(t / 45) % 2 == 1 ? 8 : 0));

    private static string Lower(Knowledge knowledge) => knowledge switch
    {
        Knowledge.Known => "known",
        Knowledge.Fields => "from fields",
        _ => "unknown",
    };
}
