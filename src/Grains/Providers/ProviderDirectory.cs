using System.Collections.Frozen;
using Granary.Abstractions.Models;
using Granary.Admission;
using Granary.Grains.Simulator;

namespace Granary.Grains.Providers;

/// <summary>
/// The provider document in force in this process: aliases for everybody, transports for the executor. Applying a document
/// 1. keeps the transport of every provider that speaks as before, and makes the others;
/// 2. registers the endpoints and caps of the new aliases with admission, so that no call meets an unknown one;
/// 3. swaps the snapshot, as one step;
/// 4. takes back aliases that are gone, and retires transports nobody names.
/// Thread-safe; readers never wait.
/// </summary>
internal sealed class ProviderDirectory(IRequestAdmission admission, IProviderTransportFactory transports, SimulatedProviders simulated) : IAliasDirectory
{
    private readonly Lock _apply = new();
    private ProviderSnapshot _snapshot = ProviderSnapshot.Empty;

    public long Revision => Current.Revision;

    public IReadOnlyList<ModelAlias> All => Current.All;

    /// <summary>The snapshot in force.</summary>
    public ProviderSnapshot Current => Volatile.Read(ref _snapshot);

    public ModelAlias? Find(string name) => Current.Targets.GetValueOrDefault(name)?.Definition.Alias;

    /// <summary>Holds an alias for one call, or null if no document names it.</summary>
    public AliasUse? Enter(string name)
    {
        while (Current.Targets.GetValueOrDefault(name) is { } target)
        {
            if (target.Connection.TryEnter())
            {
                return new AliasUse(target);
            }

            // Retired between reading the snapshot and entering: the next snapshot is in force already.
        }

        return null;
    }

    /// <summary>Puts a valid document in force.</summary>
    public void Apply(ProviderDocument document)
    {
        lock (_apply)
        {
            var before = Current;
            var providers = document.Providers.ToDictionary(p => p.Name, StringComparer.Ordinal);
            var connections = providers.ToFrozenDictionary(p => p.Key, p => Connect(p.Value, before), StringComparer.Ordinal);
            var targets = document.Aliases.ToFrozenDictionary(a => a.Alias.Name, a => Target(a, providers[a.Alias.Provider], connections[a.Alias.Provider]), StringComparer.Ordinal);
            foreach (var (name, target) in targets)
            {
                admission.Register(target.Key, name, target.Definition.Alias.Cap, target.Definition.Estimator);
            }

            var all = document.Aliases.Select(a => a.Alias).OrderBy(a => a.Name, StringComparer.Ordinal).ToArray();
            Volatile.Write(ref _snapshot, new ProviderSnapshot(before.Revision + 1, connections, targets, all));
            foreach (var (name, gone) in before.Targets)
            {
                if (!targets.TryGetValue(name, out var now) || now.Key.Endpoint != gone.Key.Endpoint)
                {
                    admission.Unregister(gone.Key.Provider, gone.Key.Model, name);
                }
            }

            foreach (var gone in before.Connections.Values.Except(connections.Values))
            {
                gone.Retire();
            }
        }
    }

    private ProviderConnection Connect(ProviderDefinition provider, ProviderSnapshot before)
    {
        if (provider.Simulate is { } settings)
        {
            simulated.Get(provider.Name, settings).Settings = settings;
        }

        if (before.Connections.TryGetValue(provider.Name, out var old) && old.MadeFor.SameTransportAs(provider))
        {
            return old;
        }

        var secret = provider.Secret is null ? null : new ProviderSecret(provider.Secret);
        return new ProviderConnection(provider, secret, transports.Create(provider, secret));
    }

    private static AliasTarget Target(AliasDefinition alias, ProviderDefinition provider, ProviderConnection connection) =>
        new(alias, provider, connection, new ResourceKey(provider.Name, alias.Alias.Model, DomainOf(alias.Alias.Domain)));

    private static Domain DomainOf(string name) => name switch
    {
        "embedding" => Domain.Embedding,
        "image" => Domain.Image,
        _ => Domain.Chat,
    };
}
