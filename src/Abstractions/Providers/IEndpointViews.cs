namespace Granary.Abstractions.Providers;

/// <summary>What is known of an endpoint's capacity, for people. One grain call each; results may be up to 250 ms old.</summary>
public interface IEndpointViews
{
    /// <summary>The state behind an alias, or null if the alias is unknown. Never throws when the ledger is out of reach: the view says so.</summary>
    Task<EndpointView?> ViewAsync(string alias, CancellationToken cancellationToken);
}
