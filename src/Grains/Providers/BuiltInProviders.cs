using System.Text;

namespace Granary.Grains.Providers;

/// <summary>The document in force when there is no file: enough for a first run without any key.</summary>
internal static class BuiltInProviders
{
    public const string Text =
        """
        version: 1
        providers:
          local: { kind: simulator, simulate: { limit: 24, latency: 300ms, seed: 7, retryAfter: 500ms } }
        aliases:
          writer: { provider: local, model: sim-1, cap: 64 }
          judge:  { provider: local, model: sim-1, cap: 64 }

        """;

    public static ProviderDocument Document => ProviderDocumentReader.Read(Encoding.UTF8.GetBytes(Text), "yaml").Document
        ?? throw new InvalidOperationException("The built-in provider document is not valid.");
}
