using Granary.Grains.Jobs.Running;
using Granary.Grains.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Jobs;

/// <summary>Registers jobs: this silo's runner and its patrol.</summary>
public static class JobsServices
{
    /// <summary>
    /// Adds them with the section <c>Jobs</c>. Needs handler calls, the artifact store, a grain runtime and logging beside it; takes
    /// <see cref="TimeProvider"/> if there is one.
    /// </summary>
    public static IServiceCollection AddGranaryJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<JobsOptions>().Bind(configuration.GetSection("Jobs")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<JobsOptions>, JobsOptionsValidator>();
        services.TryAddSingleton(static provider => new RunIdSource(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<JobIdSource>();
        services.TryAddSingleton(static provider =>
            JobRunnerIdentity.Born(provider.GetService<ILocalSiloDetails>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<JobRunner>();
        services.AddSingleton<IJobRunner>(static provider => provider.GetRequiredService<JobRunner>());
        services.AddHostedService(static provider => provider.GetRequiredService<JobRunner>());
        services.AddHostedService<JobPatrol>();
        return services;
    }
}
