using Granary.Executors.Tests.Handlers;
using Granary.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Executors.Tests;

/// <summary>Pools of one test, started, and stopped with it.</summary>
internal sealed class PoolHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly TemporaryFolder _folder;

    private PoolHost(IHost host, TemporaryFolder folder)
    {
        _host = host;
        _folder = folder;
        Pools = host.Services.GetRequiredService<IExecutorPools>();
    }

    public IExecutorPools Pools { get; }

    public SaidLog Said => _host.Services.GetRequiredService<SaidLog>();

    public string RunFolder => Path.Combine(_folder.Path, "r");

    /// <summary>Starts a host with the settings below <c>Executors:</c>.</summary>
    public static async Task<PoolHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var folder = new TemporaryFolder();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create("Executors:" + setting.Key, (string?)setting.Value)));
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Executors:RunFolder", (string?)Path.Combine(folder.Path, "r"))]);
        builder.Services.AddGranaryExecutors().AddExecutorModule<TestModule>();
        builder.Services.AddSingleton<SaidLog>();
        builder.Services.AddSingleton<ILoggerProvider>(static services => services.GetRequiredService<SaidLog>());
        var host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch
        {
            host.Dispose();
            folder.Dispose();
            throw;
        }

        return new PoolHost(host, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _folder.Dispose();
    }
}
