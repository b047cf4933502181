namespace Granary.Grains.Steps.Validation;

/// <summary>What checks over HTTP may reach (section <c>Steps:HttpChecks</c>).</summary>
public sealed class HttpCheckOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Steps:HttpChecks";

    /// <summary>
    /// Hosts that may be called although they are private, loopback or link-local, as <c>host</c> or <c>host:port</c>. Default: none; at most 100. Public
    /// hosts need no entry.
    /// </summary>
    public List<string> AllowedHosts { get; } = [];

    /// <summary>Longest wait for an answer, connecting included. Default 10 s, 10 ms to 5 min.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}
