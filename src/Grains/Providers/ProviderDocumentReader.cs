using System.Collections.Immutable;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Values;

namespace Granary.Grains.Providers;

/// <summary>
/// Bytes to a provider document. Everything that is wrong is told at once, each with its place; what belongs to later versions is refused by name
/// rather than passed over. Looks up secrets, so that a missing one is found here and not by the first call.
/// </summary>
internal static class ProviderDocumentReader
{
    public const int MostBytes = 4 << 20;
    private const int Version = 1;

    /// <summary>Reads <paramref name="bytes"/> as <c>json</c> or <c>yaml</c>.</summary>
    public static ProviderDocumentReading Read(ReadOnlySpan<byte> bytes, string format)
    {
        var reading = DocumentReader.Read(bytes, format, "provider document", MostBytes);
        if (reading.Root is not { } root)
        {
            var error = reading.Error!;
            return new(null, [new(error.Line, error.Position, string.Empty, error.Message, error.Hint)]);
        }

        var errors = new DocumentErrors();
        var fields = new FieldReader(root, errors);
        if (fields.Required("version", $"Add `version: {Version}`.") is { } version)
        {
            version.ReadWhole(errors, Version, Version);
        }

        var providers = Providers(fields, errors, out var declared);
        var aliases = Aliases(fields, errors, declared);
        fields.NotAvailable("tenants", "Remove it: every caller is the tenant `default`.");
        fields.Close();
        return errors.Count == 0
            ? new(new ProviderDocument(providers, aliases), [])
            : new(null, [.. errors.Sorted().Select(e => new ProviderDocumentError(e.Line, e.Position, e.Pointer, e.Message, e.Hint))]);
    }

    private static ImmutableArray<ProviderDefinition> Providers(FieldReader fields, DocumentErrors errors, out IReadOnlyCollection<string> declared)
    {
        var members = Entries(fields, "providers", errors);
        declared = [.. members.Select(m => m.Name)];
        var read = ImmutableArray.CreateBuilder<ProviderDefinition>();
        foreach (var member in members)
        {
            if (!ProviderNames.IsProvider(member.Name))
            {
                errors.AddName(RunErrorCodes.BadValue, member, $"`{member.Name}` is no name of a provider", ProviderNames.ProviderRule);
            }

            if (ProviderReader.Read(member.Name, member.Value, errors) is { } provider)
            {
                read.Add(provider);
            }
        }

        return read.ToImmutable();
    }

    private static ImmutableArray<AliasDefinition> Aliases(FieldReader fields, DocumentErrors errors, IReadOnlyCollection<string> providers)
    {
        var kinds = fields.Place.Find("providers");
        var read = ImmutableArray.CreateBuilder<AliasDefinition>();
        foreach (var member in Entries(fields, "aliases", errors))
        {
            if (!ProviderNames.IsAlias(member.Name))
            {
                errors.AddName(RunErrorCodes.BadValue, member, $"`{member.Name}` is no name of an alias", ProviderNames.AliasRule);
            }

            if (AliasReader.Read(member.Name, member.Value, errors, name => KindOf(name, member.Value.Find("provider")!, errors, providers, kinds)) is { } alias)
            {
                read.Add(alias);
            }
        }

        return read.ToImmutable();
    }

    /// <summary>The kind of the provider an alias names, as it is written there; reports a provider that nobody declared.</summary>
    private static string KindOf(string name, DocumentNode place, DocumentErrors errors, IReadOnlyCollection<string> providers, DocumentNode? declared)
    {
        if (!providers.Contains(name))
        {
            errors.Add(RunErrorCodes.BadValue, place, $"there is no provider `{name}`", NearestName.Hint(name, providers, "providers"));
        }

        return declared?.Find(name)?.Find("kind")?.Text ?? string.Empty;
    }

    private static IReadOnlyList<DocumentMember> Entries(FieldReader fields, string name, DocumentErrors errors)
    {
        if (fields.Required(name) is not { } node)
        {
            return [];
        }

        if (node.Kind != DocumentNodeKind.Mapping || node.Members.Count == 0)
        {
            errors.Add(RunErrorCodes.BadValue, node, $"`{name}` must be a mapping of at least one name, found {(node.Kind == DocumentNodeKind.Mapping ? "none" : node.Described)}");
            return [];
        }

        return node.Members;
    }
}
