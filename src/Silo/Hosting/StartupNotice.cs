using Granary.Abstractions.Models;
using Granary.Grains.Artifacts;
using Granary.SocketLoops;

using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Granary.Silo.Hosting;

/// <summary>Says in one line where the process serves and on what, once it does.</summary>
internal sealed partial class StartupNotice(
    IServer server,
    IHostApplicationLifetime lifetime,
    IAliasDirectory aliases,
    LoopBackendReport loops,
    IOptions<StorageOptions> storage,
    ILogger<StartupNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            LogServing(
                string.Join(", ", addresses), BuildIdentity.Version, BuildIdentity.Runtime, loops.InUse,
                Path.GetFullPath(storage.Value.Folder), aliases.All.Count);
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(9001, LogLevel.Information,
        "Serving on {Addresses}: version {Version}, grains on {Runtime}, sockets by {Loops}, data in {Data}, {Aliases} aliases")]
    private partial void LogServing(string addresses, string version, string runtime, string loops, string data, int aliases);
}
