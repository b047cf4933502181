using Granary.Executors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.ExecutorPeers;

/// <summary>Our pools, started.</summary>
internal static class PeerPools
{
    public static async Task<IHost> StartAsync(int workers, int threads)
    {
        var tasks = Path.Combine(AppContext.BaseDirectory, "peer_tasks.py");
        (string Key, string Value)[] settings =
        [
            ("dotnet:Kind", "process"), ("dotnet:MaxWorkers", $"{workers}"), ("dotnet:Priority", "normal"),
            ("python:Kind", "process"), ("python:Runtime", "python"), ("python:MaxWorkers", $"{workers}"), ("python:Priority", "normal"), ("python:Python:File", tasks),
            ("thread:Kind", "thread"), ("thread:MaxWorkers", $"{threads}"),
            ("inline:Kind", "inline"),
        ];
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create("Executors:Pools:" + setting.Key, (string?)setting.Value)));
        builder.Services.AddGranaryExecutors().AddExecutorModule<PeerModule>();
        var host = builder.Build();
        await host.StartAsync();
        var pools = host.Services.GetRequiredService<IExecutorPools>();
        foreach (var name in new[] { "dotnet", "python" })
        {
            await pools.Get(name).WhenReadyAsync(CancellationToken.None);
            while (pools.Get(name).Snapshot().Workers.Any(static worker => worker.State != ExecutorWorkerState.Ready))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }

        return host;
    }
}
