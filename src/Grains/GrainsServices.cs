using Granary.Grains.Capacity;
using Granary.Grains.Executors;
using Granary.Grains.Idempotency;
using Granary.Grains.Jobs;
using Granary.Grains.Providers;
using Granary.Grains.Requests;
using Granary.Grains.Runs;
using Granary.Grains.Steps;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Grains;

/// <summary>Everything that grains and the calls to providers need in a process; the host brings a grain runtime and a <see cref="TimeProvider"/>.</summary>
public static class GrainsServices
{
    /// <summary>Registers capacity, providers, step kinds, idempotency keys, runs, handler calls, jobs and the view of all journals, each bound to its own configuration sections.</summary>
    public static IServiceCollection AddGranaryGrains(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddGranaryCapacity(configuration)
            .AddGranaryProviders(configuration)
            .AddGranarySteps()
            .AddGranaryIdempotency(configuration)
            .AddGranaryRuns(configuration)
            .AddGranaryExecutorGrains(configuration)
            .AddGranaryJobs(configuration)
            .AddGranaryRequestJournals();
}
