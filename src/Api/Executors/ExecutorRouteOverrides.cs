using System.Collections.Immutable;

using Granary.Abstractions.Executors;

using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Api.Executors;

/// <summary>
/// The overrides of route pools as this process knows them. While it has handler routes it waits at the cluster's table for the next change, so one is in
/// force everywhere at once; calls under way stay where they are. Also looks over every handler route when the process has started.
/// </summary>
internal sealed partial class ExecutorRouteOverrides(
    IServiceProvider services, IHandlerCalls handlers, IGrainFactory grains, TimeProvider time, ILogger<ExecutorRouteOverrides> logger) : IHostedLifecycleService, IDisposable
{
    private const string Key = "cluster";
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private volatile ImmutableSortedDictionary<string, ExecutorRouteOverride> _routes = ImmutableSortedDictionary<string, ExecutorRouteOverride>.Empty;
    private Task _following = Task.CompletedTask;

    /// <summary>The cluster's table.</summary>
    public IExecutorRoutesGrain Table => grains.GetGrain<IExecutorRoutesGrain>(Key);

    /// <summary>The handler routes of this process; building them checks them.</summary>
    public IReadOnlyList<(HandlerRouteMetadata Route, string Pool)> Routes =>
        services.GetService(typeof(EndpointDataSource)) is EndpointDataSource source
            ? [.. source.Endpoints.Where(static endpoint => endpoint.Metadata.GetMetadata<HandlerRouteMetadata>() is not null)
                .Select(static endpoint => (endpoint.Metadata.GetMetadata<HandlerRouteMetadata>()!, endpoint.Metadata.GetMetadata<ExecutorAttribute>()?.Pool ?? ""))]
            : [];

    /// <summary>Where calls of a route go now; empty is inline.</summary>
    public string PoolOf(string route, string pool) => !_routes.TryGetValue(route, out var found) ? pool : found.Disabled ? "" : found.Pool ?? pool;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var routes = Routes;
        _following = routes.Count > 0 ? FollowAsync() : Task.CompletedTask;
        foreach (var (route, pool) in routes)
        {
            // Pools and modules of this process were looked at when the routes were built; what workers have is known only now.
            if (await handlers.CheckAtStartAsync(pool, route.Handler, cancellationToken) is { } refusal)
            {
                throw HandlerRoutes.CannotCall(route, refusal);
            }
        }
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _following.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stop.Dispose();

    private async Task FollowAsync()
    {
        string? version = null;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var table = await Table.ReadAsync(version, Wait).WaitAsync(_stop.Token);
                (version, _routes) = (table.Version, table.Routes);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                LogNotRead(error);
                await Task.Delay(Pause, time, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(5020, LogLevel.Warning, "The overrides of executor routes could not be read; what was known stays in force")]
    private partial void LogNotRead(Exception exception);
}
