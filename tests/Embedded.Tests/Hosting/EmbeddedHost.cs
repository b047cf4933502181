using Granary.Embedded.Hosting;
using Granary.Embedded.Tests.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.Embedded.Tests.Hosting;

/// <summary>A host with grains in it.</summary>
public sealed class EmbeddedHost : IAsyncDisposable
{
    private readonly IHost _host;

    private EmbeddedHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public LedgerWitness Witness => _host.Services.GetRequiredService<LedgerWitness>();

    public static async Task<EmbeddedHost> StartAsync(
        string? folder = null, TimeProvider? time = null, Action<EmbeddedGrainsOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Services.AddSingleton<LedgerWitness>();
        services?.Invoke(builder.Services);
        builder.UseEmbeddedGrains(o =>
        {
            o.GrainAssemblies.Add(typeof(LedgerGrain).Assembly);
            o.StateFolder = folder;
            configure?.Invoke(o);
        });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new EmbeddedHost(host);
    }

    public Task StopAsync() => _host.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _host.Dispose();
    }
}
