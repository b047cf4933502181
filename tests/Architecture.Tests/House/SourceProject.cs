using System.Reflection;
using System.Xml.Linq;

namespace Granary.Architecture.Tests.House;

/// <summary>A project under src/ and its compiled assembly.</summary>
internal sealed class SourceProject
{
    public SourceProject(string path)
    {
        Definition = XDocument.Load(path);
        Name = Path.GetFileNameWithoutExtension(path);
        AssemblyName = Definition.Descendants("AssemblyName").SingleOrDefault()?.Value ?? $"Granary.{Name}";
        AssemblyPath = Path.Combine(AppContext.BaseDirectory, AssemblyName + ".dll");
    }

    /// <summary>The project file.</summary>
    public XDocument Definition { get; }

    /// <summary>Name of the project, as in eng/Boundaries.props.</summary>
    public string Name { get; }

    /// <summary>Name of the assembly.</summary>
    public string AssemblyName { get; }

    /// <summary>Where this build put it.</summary>
    public string AssemblyPath { get; }

    /// <summary>The assembly, loaded.</summary>
    public Assembly Load() => Assembly.LoadFrom(AssemblyPath);

    /// <summary>What its metadata says it uses.</summary>
    public AssemblyUse Use() => AssemblyUse.Read(AssemblyPath);

    public override string ToString() => Name;
}
