using Granary.Admission;

namespace Granary.Grains.Providers;

/// <summary>An alias in force: what was declared, the way to its provider, and its resource key.</summary>
internal sealed record AliasTarget(AliasDefinition Definition, ProviderDefinition Provider, ProviderConnection Connection, ResourceKey Key)
{
    /// <summary>Its own time-outs over its provider's.</summary>
    public CallTimeouts Timeouts { get; } = Definition.Timeouts.Over(Provider.Timeouts);
}
