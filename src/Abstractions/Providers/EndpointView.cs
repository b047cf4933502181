using System.Collections.Immutable;

namespace Granary.Abstractions.Providers;

/// <summary>State of one endpoint and domain across the cluster.</summary>
/// <param name="Provider">Provider name.</param>
/// <param name="Model">Provider's model id.</param>
/// <param name="Domain"><c>chat</c>, <c>embedding</c>, <c>image</c>.</param>
/// <param name="Estimator">Which estimator moves the limit.</param>
/// <param name="Limit">Number in force.</param>
/// <param name="Cap">Configured maximum, smallest of the endpoint's aliases.</param>
/// <param name="Ceiling">Where trouble began; 0 if the limit was never cut.</param>
/// <param name="Generation">Rises with every decrease.</param>
/// <param name="InFlight">Calls admitted and not released, as last reported.</param>
/// <param name="Outstanding">Permits lent to agents.</param>
/// <param name="Waiting">Waiters by band, as last reported.</param>
/// <param name="BlockedForMs">Rest of a block; 0 when there is none.</param>
/// <param name="Gate"><c>open</c>, <c>outage</c>, <c>probing</c>, <c>closed</c>.</param>
/// <param name="Admitted">Permits given since the ledger was born.</param>
/// <param name="RateLimited">Refusals for load since then.</param>
/// <param name="LastChange">The last change of the limit, or null.</param>
/// <param name="Epoch">Incarnation of the ledger.</param>
/// <param name="Stale">The ledger could not be reached; this is the local agent's view.</param>
[GenerateSerializer, Immutable, Alias("granary.EndpointView")]
public sealed record EndpointView(
    [property: Id(0)] string Provider,
    [property: Id(1)] string Model,
    [property: Id(2)] string Domain,
    [property: Id(3)] string Estimator,
    [property: Id(4)] int Limit,
    [property: Id(5)] int Cap,
    [property: Id(6)] int Ceiling,
    [property: Id(7)] long Generation,
    [property: Id(8)] int InFlight,
    [property: Id(9)] int Outstanding,
    [property: Id(10)] ImmutableSortedDictionary<string, int> Waiting,
    [property: Id(11)] double BlockedForMs,
    [property: Id(12)] string Gate,
    [property: Id(13)] long Admitted,
    [property: Id(14)] long RateLimited,
    [property: Id(15)] LimitChange? LastChange,
    [property: Id(16)] long Epoch,
    [property: Id(17)] bool Stale);
