namespace Granary.Api.Recovery;

/// <summary>Marks a route where sending the same content twice makes the same thing once: idempotency keys are neither needed nor looked at.</summary>
internal sealed class ContentAddressed;
