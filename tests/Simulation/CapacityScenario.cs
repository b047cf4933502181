using Granary.Admission;
using Granary.Embedded.Simulation;
using Granary.Grains;
using Granary.Grains.Capacity;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.Simulation;

/// <summary>
/// Three silos share one provider through production agents and the production ledger grain, in virtual time, while silos crash and pause, messages
/// are lost and late, storage fails and directories split. Safety is checked at every call, liveness after the last fault.
/// </summary>
internal static class CapacityScenario
{
    private const int HiddenLimit = 8;
    private const int Cap = 12;
    private const int Jobs = 3000;
    private static readonly TimeSpan Troubled = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static FaultRates Faults { get; } = new()
    {
        Loss = 0.01,
        Duplication = 0.05,
        Late = 0.05,
        LateBy = TimeSpan.FromMilliseconds(800),
        WriteFailsBefore = 0.03,
        WriteFailsAfter = 0.03,
        CrashEvery = TimeSpan.FromSeconds(40),
        PauseEvery = TimeSpan.FromSeconds(30),
        SplitEvery = TimeSpan.FromSeconds(60),
    };

    public static ScenarioResult Run(ulong seed, FaultRates faults)
    {
        var jobs = new JobBook(Jobs);
        var provider = new SharedProvider(HiddenLimit, Cap);
        using var cluster = EmbeddedCluster.Start(options =>
        {
            options.Seed = seed;
            options.Silos.Add("silo-3");
            options.GrainAssemblies.Add(typeof(GrainsServices).Assembly);
            options.Faults = faults;
            options.ConfigureSilo = (name, services) => services
                .AddLogging()
                .AddGranaryCapacity(new ConfigurationBuilder().Build())
                .AddSingleton<IHostedService>(provided => new LoadService(
                    name, jobs, provider, provided.GetRequiredService<IRequestAdmission>(), provided.GetRequiredService<TimeProvider>()));
        });

        UntilDone(cluster, jobs, Troubled);
        var doneInTrouble = jobs.Done;
        cluster.Faults.Rates = FaultRates.None;
        UntilDone(cluster, jobs, Calm);
        if (jobs.AllDone)
        {
            // Two refreshes without demand, and the shares are back.
            cluster.RunFor(TimeSpan.FromSeconds(30));
            foreach (var silo in cluster.Silos)
            {
                if (silo.Services.GetRequiredService<IRequestAdmission>().Snapshot(SharedProvider.Key) is { InFlight: not 0 } leak)
                {
                    provider.Violations.Add($"{silo.Name} still holds {leak.InFlight} permits");
                }
            }
        }

        return new ScenarioResult(seed, jobs.Done, jobs.Total, doneInTrouble, provider.MostInFlight, provider.Refused, [.. provider.Violations], cluster.TraceHash, cluster.Elapsed);
    }

    private static void UntilDone(EmbeddedCluster cluster, JobBook jobs, TimeSpan bound)
    {
        for (var passed = TimeSpan.Zero; passed < bound && !jobs.AllDone; passed += Look)
        {
            cluster.RunFor(Look);
        }
    }
}
