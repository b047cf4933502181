namespace Granary.Api.Recovery;

/// <summary>Marks a route whose body or answer holds secrets: neither is ever stored, whatever the scope, and idempotency keys are refused.</summary>
public sealed class SecretBody;
