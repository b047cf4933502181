using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Providers;

/// <summary>Reads `keys`: today one at most. Nothing it reports repeats what stands where a secret should be named.</summary>
internal static class ProviderKeyReader
{
    private const string Hint = "Write `env:NAME` or `file:/path`; the document itself never holds a secret.";

    public static SecretReference? Read(FieldReader fields, DocumentErrors errors)
    {
        if (fields.List("keys", 1, 1_000) is not { } keys)
        {
            return null;
        }

        if (keys.Count > 1)
        {
            errors.Add(RunErrorCodes.BadValue, keys[1], "more than one key is not available yet", "Keep one key; a second provider entry can hold the other.");
        }

        return keys.Select(key => Key(key, errors)).ToArray()[0];
    }

    private static SecretReference? Key(DocumentNode place, DocumentErrors errors)
    {
        var fields = new FieldReader(place, errors);
        fields.Text("id", 64);
        fields.NotAvailable("weight", "Remove it: a provider has one key in this version.");
        fields.NotAvailable("cap", "Remove it: a provider has one key in this version.");
        var node = fields.Required("secret", Hint);
        fields.Close();
        if (node is null)
        {
            return null;
        }

        if (node.Kind != DocumentNodeKind.String || SecretReference.Parse(node.Text) is not { } reference)
        {
            errors.Add(RunErrorCodes.BadValue, node, "`secret` must say where the secret is", Hint);
            return null;
        }

        if (reference.Read() is null)
        {
            errors.Add(
                RunErrorCodes.BadValue,
                node,
                reference.IsFile
                    ? $"the secret file {reference.Place} does not exist, cannot be read, is empty or holds more than one line of ASCII text"
                    : $"the environment variable {reference.Place} is not set, or holds more than one line of ASCII text");
            return null;
        }

        return reference;
    }
}
