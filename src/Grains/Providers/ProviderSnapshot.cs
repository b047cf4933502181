using System.Collections.Frozen;
using Granary.Abstractions.Models;

namespace Granary.Grains.Providers;

/// <summary>One accepted document, ready for use. Immutable; swapped whole.</summary>
internal sealed record ProviderSnapshot(
    long Revision,
    FrozenDictionary<string, ProviderConnection> Connections,
    FrozenDictionary<string, AliasTarget> Targets,
    IReadOnlyList<ModelAlias> All)
{
    public static readonly ProviderSnapshot Empty = new(
        0, FrozenDictionary<string, ProviderConnection>.Empty, FrozenDictionary<string, AliasTarget>.Empty, []);
}
