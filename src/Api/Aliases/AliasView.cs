using Granary.Abstractions.Models;
using Granary.Abstractions.Providers;

namespace Granary.Api.Aliases;

/// <summary>An alias and the state of the endpoint behind it.</summary>
internal sealed class AliasView(ModelAlias alias, EndpointView? state)
{
    public string Name => alias.Name;

    public string Provider => alias.Provider;

    public string Kind => alias.ProviderKind;

    public string Model => alias.Model;

    public string Domain => alias.Domain;

    public int Cap => alias.Cap;

    public EndpointView? State => state;
}
