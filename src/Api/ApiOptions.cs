namespace Granary.Api;

/// <summary>Bounds of the HTTP edge. Configuration section <c>Api</c>.</summary>
public sealed class ApiOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Api";

    /// <summary>Largest run document in bytes. Default 1 MiB, range 1 KiB to 16 MiB.</summary>
    public int MaxDocumentBytes { get; set; } = 1024 * 1024;

    /// <summary>Largest body of a model call in bytes. Default 32 MiB, range 1 KiB to 256 MiB.</summary>
    public int MaxCallBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Largest body of a job, input included, in bytes. Default 64 MiB, range 1 KiB to 256 MiB.</summary>
    public int MaxJobBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Largest uploaded file in bytes. Default 512 MiB, range 1 KiB to 512 MiB.</summary>
    public long MaxFileBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>
    /// Routes of this server that call handlers of executor pools, by name (<c>[a-z][a-z0-9-]{0,62}</c>): <c>POST /v1/handlers/&lt;name&gt;</c>. Default none, at
    /// most 200.
    /// </summary>
    public Dictionary<string, HandlerRouteOptions> Handlers { get; } = new(StringComparer.Ordinal);

    /// <summary>Comment lines keep an idle event stream open this often. Default 15 s, range 1 s to 5 min.</summary>
    public TimeSpan EventHeartbeat { get; set; } = TimeSpan.FromSeconds(15);
}
