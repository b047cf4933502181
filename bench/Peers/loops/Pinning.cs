namespace Granary.Peers.Loops;

/// <summary>Which CPUs the server and the generator get: one each where there are two.</summary>
internal static class Pinning
{
    public static string Server { get; } = Environment.GetEnvironmentVariable("BENCH_SERVER_CPU") ?? "0";

    public static string Generator { get; } = Environment.GetEnvironmentVariable("BENCH_GENERATOR_CPU") ?? (Environment.ProcessorCount > 1 ? "1" : "0");
}
