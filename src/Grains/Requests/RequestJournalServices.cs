using Granary.Abstractions.Requests;

using Microsoft.Extensions.DependencyInjection;

namespace Granary.Grains.Requests;

/// <summary>Registers what makes the journals of requests of all silos one to whoever looks.</summary>
public static class RequestJournalServices
{
    /// <summary>Adds it. Needs <c>AddGranaryExecutorGrains</c> and a grain runtime; a host with an <see cref="ILocalRequestJournal"/> answers for it.</summary>
    public static IServiceCollection AddGranaryRequestJournals(this IServiceCollection services)
    {
        services.AddSingleton<RequestJournalAnnouncement>();
        services.AddSingleton<IRequestPeers>(static provider => provider.GetRequiredService<RequestJournalAnnouncement>());
        services.AddHostedService(static provider => provider.GetRequiredService<RequestJournalAnnouncement>());
        return services;
    }
}
