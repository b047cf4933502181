using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Executors;
using Granary.Abstractions.Jobs;
using Granary.Embedded.Simulation;
using Granary.Grains;
using Granary.Grains.Jobs;
using Granary.Grains.Runs;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Simulation.Jobs;

/// <summary>Silos with production jobs on a simulated pool.</summary>
internal static class JobCluster
{
    public const string Tenant = "default";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static EmbeddedCluster Start(ulong seed, TaskBook book, FaultRates faults, params string[] silos)
    {
        var artifacts = new MemoryArtifacts();
        var ids = 0;
        return EmbeddedCluster.Start(options =>
        {
            options.Seed = seed;
            options.VirtualTimeLimit = TimeSpan.FromHours(2);
            options.Silos.Clear();
            foreach (var silo in silos)
            {
                options.Silos.Add(silo);
            }

            options.GrainAssemblies.Add(typeof(GrainsServices).Assembly);
            options.Faults = faults;
            options.ConfigureSilo = (name, services) => services
                .AddLogging()
                .AddSingleton<IArtifactStore>(artifacts)
                .AddSingleton<IHandlerCalls>(provided => new SimulatedHandlers(name, book, provided.GetRequiredService<TimeProvider>()))
                .AddSingleton(provided => new RunIdSource(provided.GetRequiredService<TimeProvider>(), bytes =>
                {
                    bytes.Clear();
                    System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(bytes, ++ids << 8);
                }))
                .AddGranaryJobs(new ConfigurationBuilder().Build());
        });
    }

    public static JobRequest Request(string name, int maxAttempts = 3) => new(
        Tenant, "p", "h", JobBlob.Of(System.Text.Encoding.UTF8.GetBytes($"\"{name}\""), isJson: true), null, null, maxAttempts, TimeSpan.FromHours(1), RetryFailed: false);

    /// <summary>Asks until somebody answers; the silo that is asked may be the one that died.</summary>
    public static async Task<T> AnswerAsync<T>(EmbeddedCluster cluster, Func<Task<T>> ask)
    {
        var until = cluster.Elapsed + Patience;
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception e) when (e is not SimulationException && cluster.Elapsed < until)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), cluster.Time);
            }
        }
    }

    /// <summary>The result once the job has ended; null when it did not within that time.</summary>
    public static async Task<JobResult?> EndAsync(EmbeddedCluster cluster, string id, TimeSpan within)
    {
        var until = cluster.Elapsed + within;
        while (cluster.Elapsed < until)
        {
            if (await AnswerAsync(cluster, () => cluster.Client.GetGrain<IJobGrain>(id).ResultAsync(TimeSpan.FromSeconds(5), CancellationToken.None)) is { Job.Ended: true } result)
            {
                return result;
            }
        }

        return null;
    }

    public static string Text(JobResult result) => System.Text.Encoding.UTF8.GetString(result.Result!.Inline.Span).Trim('"');
}
