namespace Granary.Api.Idempotency;

/// <summary>The grain of an idempotency key could not be reached, or could not store.</summary>
internal sealed class IdempotencyUnavailableException(Exception inner)
    : Exception("The idempotency key's grain cannot be reached, or its storage fails.", inner);
