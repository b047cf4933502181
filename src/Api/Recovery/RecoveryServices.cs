using Granary.Abstractions.Requests;
using Granary.Api.Health;
using Granary.Api.Requests;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Granary.Api.Recovery;

/// <summary>
/// Recovery as a library: requests that survive the process. A host without an <c>IJournalBackend</c> journals nothing; a host without grains takes
/// no idempotency keys.
/// </summary>
public static class RecoveryServices
{
    /// <summary>Adds it with the section <c>Recovery</c>.</summary>
    public static IServiceCollection AddGranaryRecovery(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RecoveryOptions>().Bind(configuration.GetSection(RecoveryOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RecoveryOptions>, RecoveryOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IRequestPrincipals, OpenPrincipals>();
        services.AddSingleton<RecoveryInstruments>();
        services.AddSingleton<ReplayPipeline>();
        services.AddSingleton<IStartupFilter, ReplayPipelineFilter>();
        services.AddSingleton<ReplayAttempt>();
        services.AddSingleton<RequestJournal>();
        services.AddHostedService(static provider => provider.GetRequiredService<RequestJournal>());
        services.AddSingleton<ILocalRequestJournal>(static provider => provider.GetRequiredService<RequestJournal>());
        services.AddSingleton<ClusterRequests>();
        services.AddSingleton<RecoverableCalls>();
        services.AddSingleton<IReadinessCheck, JournalWritableCheck>();
        services.AddSingleton<ILivenessCheck, JournalOwnedCheck>();
        return services;
    }

    /// <summary>Puts it into the pipeline: behind what gives requests their id and signs callers in, before what answers them.</summary>
    public static IApplicationBuilder UseGranaryRecovery(this IApplicationBuilder app) => app.UseMiddleware<RecoveryMiddleware>();
}
