using System.Reflection;
using System.Xml.Linq;

namespace Granary.Architecture.Tests.House;

/// <summary>The repository this assembly was built from.</summary>
internal static class Repository
{
    /// <summary>Its root folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What the grains of this build run on: <c>Embedded</c> or <c>Orleans</c>.</summary>
    public static string GrainRuntime { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "GrainRuntime").Value!;

    /// <summary>The lines of eng/Boundaries.props by project.</summary>
    public static IReadOnlyDictionary<string, Boundary> Boundaries { get; } = XDocument.Load(Path.Combine(Root, "eng", "Boundaries.props"))
        .Descendants("Boundary")
        .Select(static line => new Boundary(
            line.Attribute("Include")!.Value,
            [.. line.Attribute("MayReference")!.Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            line.Attribute("OrleansApi")!.Value,
            line.Attribute("Pure")!.Value == "true"))
        .ToDictionary(static boundary => boundary.Project, StringComparer.Ordinal);

    /// <summary>The projects under src/.</summary>
    public static IReadOnlyList<SourceProject> Projects { get; } = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(static path => new SourceProject(path))
        .ToList();

    /// <summary>The C# files under a folder of the root, without what builds leave behind.</summary>
    public static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(static path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    /// <summary>A path as messages show it.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Grains.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside of the repository.");
        }

        return folder;
    }
}
