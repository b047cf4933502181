using System.Text.Json.Serialization;

namespace Granary.Api.Aliases;

/// <summary>An alias in the shape both client families read.</summary>
/// <param name="Id">Alias name.</param>
/// <param name="OwnedBy">Provider name.</param>
internal sealed record ModelListing(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("owned_by")] string OwnedBy)
{
    [JsonPropertyName("object")]
    public string Object => "model";

    [JsonPropertyName("type")]
    public string Type => "model";

    [JsonPropertyName("display_name")]
    public string DisplayName => Id;

    /// <summary>Aliases are not dated; client libraries want the field.</summary>
    [JsonPropertyName("created")]
    public long Created => 0;

    [JsonPropertyName("created_at")]
    public string CreatedAt => "1970-01-01T00:00:00Z";
}
