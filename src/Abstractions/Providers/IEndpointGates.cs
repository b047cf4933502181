namespace Granary.Abstractions.Providers;

/// <summary>The gates of endpoints by an operator's hand. Any thread; fails as a grain call does when the ledger is out of reach.</summary>
public interface IEndpointGates
{
    /// <summary>
    /// A gate that is shut may be tried again at once: the next call that wants it is the probe. Answers the state afterwards; null: there is no
    /// such alias. An open gate stays open.
    /// </summary>
    Task<EndpointView?> OpenAsync(string alias, CancellationToken cancellationToken);

    /// <summary>
    /// Shuts the gate of an alias' endpoint and domain for that long, or leaves it if it is shut for longer already. Answers the state afterwards;
    /// null: there is no such alias. What nobody has called yet cannot be shut: its gate stays open.
    /// </summary>
    Task<EndpointView?> CloseAsync(string alias, TimeSpan closedFor, CancellationToken cancellationToken);
}
