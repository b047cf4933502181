using System.Text.Json.Serialization;

namespace Granary.Api.Recovery;

/// <summary>On whose behalf a request runs, as it is recorded; no credential is.</summary>
/// <param name="Tenant">Tenant id.</param>
/// <param name="KeyId">Id of the key, or null in open mode.</param>
/// <param name="Role"><c>tenant</c> or <c>admin</c>.</param>
/// <param name="Band">The key's own band, or null.</param>
public sealed record RequestPrincipal(string Tenant, string? KeyId, string Role, string? Band)
{
    /// <summary>May see and change what belongs to everybody.</summary>
    [JsonIgnore]
    public bool IsAdmin => Role == "admin";
}
