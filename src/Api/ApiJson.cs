using System.Text.Json;
using System.Text.Json.Serialization;

namespace Granary.Api;

/// <summary>How our own routes write JSON: camelCase names, snake_case values of closed sets, nulls kept.</summary>
public static class ApiJson
{
    /// <summary>The one instance.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        options.Converters.Add(new Rfc3339Converter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
