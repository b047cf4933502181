using Granary.Abstractions.Models;

namespace Granary.Grains.Models;

/// <summary>How one attempt ended.</summary>
/// <param name="Fault">Null when it was answered.</param>
/// <param name="Usage">Tokens the provider reported, or estimated ones.</param>
/// <param name="FirstByte">From sending to the first byte of a streamed answer.</param>
internal readonly record struct AttemptEnd(ProviderFault? Fault, TokenUsage Usage = default, TimeSpan? FirstByte = null);
