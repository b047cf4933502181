using Granary.Abstractions.Models;

namespace Granary.Grains.Providers;

/// <summary>An alias as the document declares it.</summary>
/// <param name="Alias">What everybody may know of it.</param>
/// <param name="MaxWait">Bound of the wait for a permit where the caller names none; null = the band's.</param>
/// <param name="Timeouts">Its own; unset parts are the provider's.</param>
/// <param name="Retry">When a failed call is sent again.</param>
/// <param name="Estimator">What moves its endpoint's limit; null = the configured default.</param>
/// <param name="AskUsage">Streamed calls ask the provider for the usage even if the caller did not.</param>
internal sealed record AliasDefinition(ModelAlias Alias, TimeSpan? MaxWait, CallTimeouts Timeouts, RetrySettings Retry, bool AskUsage, string? Estimator = null);
