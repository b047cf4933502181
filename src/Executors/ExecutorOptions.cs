namespace Granary.Executors;

/// <summary>The executor pools; section <c>Executors</c>.</summary>
public sealed class ExecutorOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Executors";

    /// <summary>
    /// Pools by name (<c>[a-z][a-z0-9-]{0,62}</c>). A pool <c>default</c> with the default options is there even if it is not named.
    /// </summary>
    public Dictionary<string, ExecutorPoolOptions> Pools { get; } = new(StringComparer.Ordinal);
}
