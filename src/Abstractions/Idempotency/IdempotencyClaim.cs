namespace Granary.Abstractions.Idempotency;

/// <summary>A request that wants to be the one that runs under its key.</summary>
/// <param name="ClaimId">This try; unique over everything, so that a late answer of an earlier one is known for what it is.</param>
/// <param name="RequestId">The request. A recovery of the request that holds the key takes the claim over.</param>
/// <param name="Tenant">Whose key it is.</param>
/// <param name="Fingerprint">SHA-256 of method, path, query and body, in hexadecimal.</param>
[GenerateSerializer, Immutable, Alias("granary.IdempotencyClaim")]
public sealed record IdempotencyClaim(
    [property: Id(0)] string ClaimId,
    [property: Id(1)] string RequestId,
    [property: Id(2)] string Tenant,
    [property: Id(3)] string Fingerprint);
