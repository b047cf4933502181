namespace Granary.Api.Recovery;

/// <summary>What a hook gets to see.</summary>
/// <param name="RequestId">Id of the request.</param>
/// <param name="Attempt">Which recovery attempt this is, from 1.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path.</param>
/// <param name="Query">Query string without secrets, with its question mark, or empty.</param>
/// <param name="Route">Method and route.</param>
/// <param name="Headers">The headers that were kept.</param>
/// <param name="Body">The body.</param>
/// <param name="Principal">On whose behalf.</param>
/// <param name="ArrivedAt">When it came.</param>
public sealed record RecoveryHookContext(
    string RequestId,
    int Attempt,
    string Method,
    string Path,
    string Query,
    string Route,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body,
    RequestPrincipal Principal,
    DateTimeOffset ArrivedAt);
