namespace Granary.Api.Recovery;

/// <summary>A request as the journal keeps it, without its body and without any secret.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path, as it came.</param>
/// <param name="Query">Query string without secret values, with its question mark, or empty.</param>
/// <param name="Headers">Headers on the list of allowed ones.</param>
/// <param name="Principal">On whose behalf.</param>
/// <param name="Trace">Where it stands in its trace.</param>
/// <param name="BodyLength">Bytes of the body.</param>
/// <param name="BodyHash">SHA-256 of the body, in hexadecimal.</param>
/// <param name="HasBody">False: the body was too large to be journaled.</param>
/// <param name="Fingerprint">Fingerprint under its idempotency key, or null.</param>
internal sealed record CapturedRequest(
    string Method,
    string Path,
    string Query,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    RequestPrincipal Principal,
    RequestTrace Trace,
    long BodyLength,
    string BodyHash,
    bool HasBody,
    string? Fingerprint);
