using Granary.Abstractions.Capacity;
using Granary.Abstractions.Models;
using Granary.Abstractions.Providers;
using Granary.Admission;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Capacity;

/// <summary>Opens and shuts gates where they stand: at the ledgers.</summary>
internal sealed class EndpointGates(IGrainFactory grains, IAliasDirectory aliases, IRequestAdmission admission, IOptions<AdmissionOptions> options) : IEndpointGates
{
    public Task<EndpointView?> OpenAsync(string alias, CancellationToken cancellationToken) =>
        ActAsync(alias, static (ledger, domain) => ledger.OpenAsync(domain), cancellationToken);

    public Task<EndpointView?> CloseAsync(string alias, TimeSpan closedFor, CancellationToken cancellationToken) =>
        ActAsync(alias, (ledger, domain) => ledger.CloseAsync(domain, closedFor.TotalSeconds), cancellationToken);

    private async Task<EndpointView?> ActAsync(string alias, Func<IProviderCapacityGrain, string, Task<bool>> act, CancellationToken cancellationToken)
    {
        if (aliases.Find(alias) is not { } found || CapacityNames.DomainOf(found.Domain) is not { } domain)
        {
            return null;
        }

        var key = new ResourceKey(found.Provider, found.Model, domain);
        var ledger = grains.GetGrain<IProviderCapacityGrain>(CapacityNames.LedgerKey(key.Endpoint));
        await act(ledger, found.Domain).WaitAsync(cancellationToken);

        // Asked of the ledger, not of the kept views: whoever turned it wants to see what became of it.
        return await ledger.ViewAsync(found.Domain).WaitAsync(cancellationToken)
            ?? EndpointViewMapping.Of(found, options.Value, admission.Snapshot(key), stale: false);
    }
}
