using Granary.Abstractions.Providers;
using Granary.Admission;
using Granary.Admission.Events;
using Granary.Grains.Capacity.Events;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Capacity;

/// <summary>Registers admission: this process's agents, the way to their ledgers, and views of them.</summary>
public static class CapacityServices
{
    /// <summary>
    /// Adds it with the section <c>Admission</c>. Needs an alias directory, a grain runtime and logging beside it; takes
    /// <see cref="TimeProvider"/> if there is one.
    /// </summary>
    public static IServiceCollection AddGranaryCapacity(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<AdmissionOptions>().Bind(configuration.GetSection(AdmissionOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AdmissionOptions>, AdmissionOptionsValidator>();
        services.TryAddSingleton(static provider => AgentIdentity.Born(
            provider.GetRequiredService<IOptions<AdmissionOptions>>().Value.AgentId
                ?? provider.GetService<ILocalSiloDetails>()?.Name
                ?? $"{Environment.MachineName}:{Environment.ProcessId}",
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ILedgerLink, GrainLedgerLink>();
        services.TryAddSingleton<LedgerMaker>();
        services.TryAddSingleton<AdmissionClock>();
        services.AddSingleton<EventInstruments>();
        services.AddSingleton<RequestEventStream>();
        services.AddSingleton<IRequestEvents>(static provider => provider.GetRequiredService<RequestEventStream>());
        services.AddSingleton<RequestAdmission>();
        services.AddSingleton<IRequestAdmission>(static provider => provider.GetRequiredService<RequestAdmission>());
        services.AddSingleton<IEndpointViews, EndpointViews>();
        services.AddHostedService<AdmissionDrain>();
        return services;
    }
}
