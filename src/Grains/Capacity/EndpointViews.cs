using System.Collections.Concurrent;
using Granary.Abstractions.Capacity;
using Granary.Abstractions.Models;
using Granary.Abstractions.Providers;
using Granary.Admission;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Capacity;

/// <summary>Views of endpoints, one ledger call each, kept for 250 ms so that many watchers cost as much as one.</summary>
internal sealed partial class EndpointViews(
    IGrainFactory grains,
    IAliasDirectory aliases,
    IRequestAdmission admission,
    IOptions<AdmissionOptions> options,
    TimeProvider time,
    ILogger<EndpointViews> logger) : IEndpointViews
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<ResourceKey, KeptView> _kept = new();

    public async Task<EndpointView?> ViewAsync(string alias, CancellationToken cancellationToken)
    {
        if (aliases.Find(alias) is not { } found || CapacityNames.DomainOf(found.Domain) is not { } domain)
        {
            return null;
        }

        var key = new ResourceKey(found.Provider, found.Model, domain);
        if (_kept.TryGetValue(key, out var kept) && time.GetElapsedTime(kept.At) < KeptFor)
        {
            return kept.View;
        }

        var view = await AskAsync(key, found, cancellationToken);
        _kept[key] = new KeptView(view, time.GetTimestamp());
        return view;
    }

    private async Task<EndpointView> AskAsync(ResourceKey key, ModelAlias alias, CancellationToken cancellationToken)
    {
        try
        {
            var ledger = grains.GetGrain<IProviderCapacityGrain>(CapacityNames.LedgerKey(key.Endpoint));
            var view = await ledger.ViewAsync(alias.Domain).WaitAsync(Patience, time, cancellationToken);
            return view ?? EndpointViewMapping.Of(alias, options.Value, admission.Snapshot(key), stale: false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogOutOfReach(key.Endpoint, failure);
            return EndpointViewMapping.Of(alias, options.Value, admission.Snapshot(key), stale: true);
        }
    }

    [LoggerMessage(EventId = 1020, Level = LogLevel.Debug, Message = "The ledger of {Endpoint} is out of reach; the view is this process's own.")]
    private partial void LogOutOfReach(EndpointKey endpoint, Exception failure);

    private sealed record KeptView(EndpointView View, long At);
}
