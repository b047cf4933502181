using System.Text.Json;

namespace Granary.Grains.Models;

/// <summary>How JSON of providers and callers is read: deeper than the default, as schemas and tool arguments may be.</summary>
internal static class ProviderJson
{
    public const int MaxDepth = 256;

    public static JsonDocument Parse(ReadOnlyMemory<byte> json) => JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
}
