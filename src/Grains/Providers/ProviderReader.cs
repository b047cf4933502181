using System.Collections.Immutable;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Simulator;

namespace Granary.Grains.Providers;

/// <summary>Reads one entry under `providers`.</summary>
internal static class ProviderReader
{
    private const int MostHeaders = 50;

    // A credential here would stand readable in the document.
    private static readonly string[] Credentials = ["api-key", "authorization", "cookie", "x-api-key"];

    /// <summary>The definition, or null when something is wrong; all of it is reported.</summary>
    public static ProviderDefinition? Read(string name, DocumentNode place, DocumentErrors errors)
    {
        var before = errors.Count;
        var fields = new FieldReader(place, errors);
        var kind = Kind(fields, errors);
        var baseUrl = BaseUrl(fields, errors, kind);
        var secret = ProviderKeyReader.Read(fields, errors);
        var auth = Auth(fields, errors);
        var headers = Headers(fields, errors);
        var timeouts = TimeoutsReader.Read(fields, errors, ofAlias: false);
        var simulate = Simulate(fields, errors, kind);
        fields.NotAvailable("sharedQuota", "Remove it: a provider has one key in this version.");
        fields.NotAvailable("caFile", "Remove it: certificates are checked against those of the machine.");
        fields.Close();
        return errors.Count > before ? null : new ProviderDefinition(name, kind!.Value, baseUrl!, secret, auth, headers, timeouts, simulate);
    }

    private static ProviderKind? Kind(FieldReader fields, DocumentErrors errors)
    {
        const string Hint = "Use openai-compatible or simulator.";
        if (fields.Required("kind", Hint) is not { } node)
        {
            return null;
        }

        if (node is { Kind: DocumentNodeKind.String, Text: "anthropic" })
        {
            errors.Add(RunErrorCodes.BadValue, node, "the kind `anthropic` is not available yet", Hint);
            return null;
        }

        return node.ReadWord(errors, ["openai-compatible", "simulator"]) switch
        {
            "openai-compatible" => ProviderKind.OpenAICompatible,
            "simulator" => ProviderKind.Simulator,
            _ => null,
        };
    }

    private static Uri? BaseUrl(FieldReader fields, DocumentErrors errors, ProviderKind? kind)
    {
        if (kind == ProviderKind.Simulator)
        {
            if (fields.Find("baseUrl") is { } superfluous)
            {
                errors.Add(RunErrorCodes.BadValue, superfluous, "a simulator has no `baseUrl`", "Remove it: the simulator runs inside the process.");
            }

            return ProviderDefinition.SimulatorUrl;
        }

        var node = kind is null ? fields.Find("baseUrl") : fields.Required("baseUrl", "Add the address up to and with `/v1`.");
        if (node?.ReadText(errors, 2048) is not { } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0
            || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0 || text.Contains('?', StringComparison.Ordinal))
        {
            // The text is not repeated: what stands before an @ or behind a ? may be a credential.
            errors.Add(RunErrorCodes.BadValue, node, "`baseUrl` must be an absolute http or https address without user, query and fragment");
            return null;
        }

        return new Uri(text.TrimEnd('/'));
    }

    private static string? Auth(FieldReader fields, DocumentErrors errors)
    {
        if (fields.Find("auth") is not { } node || (node.Kind == DocumentNodeKind.String && node.Text == "bearer"))
        {
            return null;
        }

        if (node.Kind == DocumentNodeKind.String && node.Text.StartsWith("header:", StringComparison.Ordinal) && ProviderNames.IsFreeHeader(node.Text["header:".Length..]))
        {
            return node.Text["header:".Length..];
        }

        errors.Add(RunErrorCodes.BadValue, node, "`auth` must be `bearer` or `header:<name>`");
        return null;
    }

    private static ImmutableArray<KeyValuePair<string, string>> Headers(FieldReader fields, DocumentErrors errors)
    {
        if (fields.Inside("headers") is not { } headers)
        {
            return [];
        }

        if (headers.Place.Members.Count > MostHeaders)
        {
            errors.Add(RunErrorCodes.BadValue, headers.Place, $"at most {MostHeaders} headers are sent");
        }

        var read = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var header in headers.Place.Members)
        {
            if (!ProviderNames.IsFreeHeader(header.Name) || Credentials.Contains(header.Name, StringComparer.OrdinalIgnoreCase))
            {
                errors.AddName(
                    RunErrorCodes.BadValue, header, $"the header `{header.Name}` cannot be set here", "Credentials belong under `keys`; the rest is set by the call itself.");
            }
            else if (header.Value.Kind != DocumentNodeKind.String || header.Value.Text.Length > 4096 || !ProviderNames.IsHeaderValue(header.Value.Text))
            {
                errors.Add(RunErrorCodes.BadValue, header.Value, "the value of a header must be one line of ASCII text, at most 4096 characters");
            }
            else
            {
                read.Add(new(header.Name, header.Value.Text));
            }
        }

        return read.ToImmutable();
    }

    private static SimulatorSettings? Simulate(FieldReader fields, DocumentErrors errors, ProviderKind? kind)
    {
        if (fields.Find("simulate") is not { } node)
        {
            return kind == ProviderKind.Simulator ? SimulatorSettings.Default : null;
        }

        if (kind == ProviderKind.OpenAICompatible)
        {
            errors.Add(RunErrorCodes.BadValue, node, "`simulate` belongs to providers of kind `simulator`", "Remove it, or set `kind: simulator`.");
            return null;
        }

        return SimulateReader.Read(node, errors);
    }
}
