using System.Collections.Immutable;

namespace Granary.Grains.Providers;

/// <summary>A whole, valid provider document.</summary>
internal sealed record ProviderDocument(ImmutableArray<ProviderDefinition> Providers, ImmutableArray<AliasDefinition> Aliases);
