namespace Granary.Executors;

/// <summary>The executor pools; section <c>Executors</c>.</summary>
public sealed class ExecutorOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Executors";

    /// <summary>
    /// Pools by name (<c>[a-z][a-z0-9-]{0,62}</c>). A pool <c>default</c> with the default options, which starts its workers with its first task, is there
    /// even if it is not named.
    /// </summary>
    public Dictionary<string, ExecutorPoolOptions> Pools { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Plug-in assemblies with handlers, as file paths; relative ones to the working folder. Loaded in the .NET workers, and in this process if it has
    /// a pool of kind <c>inline</c> or <c>thread</c>.
    /// </summary>
    public List<string> Assemblies { get; } = [];

    /// <summary>Executable with the verb <c>worker</c> that .NET workers run. Default: the executable of this process.</summary>
    public string? WorkerHost { get; set; }

    /// <summary>
    /// Folder of the sockets of workers, made with mode 0700; its path is at most 60 bytes long. Default: what <c>GRANARY_RUN_DIR</c> says, else one per
    /// user in the folder for temporary files.
    /// </summary>
    public string? RunFolder { get; set; }
}
