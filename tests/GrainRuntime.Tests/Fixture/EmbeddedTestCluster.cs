#if !GRAIN_RUNTIME_ORLEANS
using Granary.Embedded.Hosting;
using Granary.Embedded.Runtime;
using Granary.GrainRuntime.Tests.Filters;
using Granary.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.GrainRuntime.Tests.Fixture;

/// <summary>Embedded in real time, with its state in a folder.</summary>
internal sealed class EmbeddedTestCluster : IGrainTestCluster
{
    private readonly TestClusterSettings _settings;
    private readonly TemporaryFolder _folder = new();
    private IHost _host;

    private EmbeddedTestCluster(TestClusterSettings settings)
    {
        _settings = settings;
        _host = Build();
    }

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public TimeProvider Time => TimeProvider.System;

    public static async Task<IGrainTestCluster> StartAsync(TestClusterSettings settings)
    {
        var cluster = new EmbeddedTestCluster(settings);
        await cluster._host.StartAsync(TestContext.Current.CancellationToken);
        return cluster;
    }

    public Task RunAsync(Func<Task> body) => body();

    public async Task RestartAsync()
    {
        await _host.StopAsync(TestContext.Current.CancellationToken);
        _host.Dispose();
        _host = Build();
        await _host.StartAsync(TestContext.Current.CancellationToken);
    }

    public Task TouchStateAsync(IAddressable grain, string stateName) =>
        StateTouch.TouchAsync(_host.Services.GetRequiredService<EmbeddedSilo>().Silo.State, grain, stateName);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        _folder.Dispose();
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        if (_settings.Filters)
        {
            builder.Services.AddSingleton<IIncomingGrainCallFilter, TaggingFilter>();
            builder.Services.AddSingleton<IOutgoingGrainCallFilter, TaggingFilter>();
        }

        builder.UseEmbeddedGrains(o =>
        {
            o.GrainAssemblies.Add(typeof(EmbeddedTestCluster).Assembly);
            o.StateFolder = _folder.Path;
            o.ResponseTimeout = _settings.ResponseTimeout;
            o.MinimumReminderPeriod = TimeSpan.FromMilliseconds(20);
        });
        return builder.Build();
    }
}
#endif
