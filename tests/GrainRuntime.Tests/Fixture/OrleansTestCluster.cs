#if GRAIN_RUNTIME_ORLEANS
using Granary.GrainRuntime.Tests.Filters;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;

namespace Granary.GrainRuntime.Tests.Fixture;

/// <summary>Orleans' own test cluster, one silo and a client, with a storage and a reminder table that outlive the silo.</summary>
internal sealed class OrleansTestCluster : IGrainTestCluster
{
    private readonly SharedGrainStorage _storage = new();
    private readonly SharedReminderTable _reminders = new();
    private readonly InProcessTestCluster _cluster;

    private OrleansTestCluster(TestClusterSettings settings)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddGrainStorage(Orleans.Providers.ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, (_, _) => _storage);
            silo.AddReminders();
            silo.Services.AddSingleton<IReminderTable>(_reminders);
            silo.Configure<ReminderOptions>(o => o.MinimumReminderPeriod = TimeSpan.FromMilliseconds(20));
            silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = settings.ResponseTimeout);
            if (settings.Filters)
            {
                silo.AddIncomingGrainCallFilter<TaggingFilter>();
                silo.AddOutgoingGrainCallFilter<TaggingFilter>();
            }
        });
        builder.ConfigureClient(client =>
        {
            client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = settings.ResponseTimeout);
            if (settings.Filters)
            {
                client.AddOutgoingGrainCallFilter<TaggingFilter>();
            }
        });
        _cluster = builder.Build();
    }

    public IGrainFactory Grains => _cluster.Client;

    public TimeProvider Time => TimeProvider.System;

    public static async Task<IGrainTestCluster> StartAsync(TestClusterSettings settings)
    {
        var cluster = new OrleansTestCluster(settings);
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    public Task RunAsync(Func<Task> body) => body();

    public async Task RestartAsync()
    {
        await _cluster.RestartSiloAsync(_cluster.Silos[0]);
    }

    public Task TouchStateAsync(IAddressable grain, string stateName)
    {
        _storage.Touch(stateName, grain.GetGrainId());
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }
}
#endif
