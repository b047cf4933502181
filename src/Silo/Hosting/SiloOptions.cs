namespace Granary.Silo.Hosting;

/// <summary>How this process is reached and what it does. Configuration section <c>Silo</c>.</summary>
public sealed class SiloOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Silo";

    /// <summary>
    /// Address of the HTTP API, <c>http://host:port</c>; port 0 takes any. Default <c>http://127.0.0.1:8080</c>. While no key exists only loopback
    /// addresses are allowed.
    /// </summary>
    public string Listen { get; set; } = "http://127.0.0.1:8080";

    /// <summary>How long calls in flight may take when the process is asked to stop. Default 30 s, range 0 to 10 min.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(30);
}
