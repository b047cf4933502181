namespace Granary.TestKit.Processes;

/// <summary>Where the executables of this build are: beside the caller, at artifacts/&lt;runtime&gt;/bin/&lt;project&gt;/&lt;configuration&gt;/.</summary>
public static class Binaries
{
    private static readonly DirectoryInfo Own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>Root of the checkout.</summary>
    public static string RepositoryRoot { get; } = Path.GetFullPath(Path.Combine(Own.FullName, "..", "..", "..", "..", ".."));

    /// <summary>The server.</summary>
    public static string Silo => Built("Silo", "granary-silo");

    /// <summary>The command line.</summary>
    public static string Cli => Built("Cli", "granary");

    /// <summary>A server of recoverable routes that hang, answer, or end the process.</summary>
    public static string RequestHost => Built("RequestHost", "Granary.RequestHost");

    private static string Built(string project, string executable)
    {
        var path = Path.Combine(Own.Parent!.Parent!.FullName, project, Own.Name, executable);
        return File.Exists(path) ? path : throw new FileNotFoundException($"'{path}' is not built; build Grains.sln in the same configuration first.");
    }
}
