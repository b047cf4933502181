using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Granary.Architecture.Tests.House;

/// <summary>What an assembly uses of others, read from its metadata: everything that its code, signatures and attributes mention.</summary>
/// <param name="Assemblies">Names of referenced assemblies.</param>
/// <param name="Types">Referenced types: assembly and full name.</param>
/// <param name="Members">Referenced members as <c>Namespace.Type.Member</c>.</param>
/// <param name="NativeCalls">Methods bound to native libraries.</param>
internal sealed record AssemblyUse(
    IReadOnlySet<string> Assemblies, IReadOnlySet<(string Assembly, string Type)> Types, IReadOnlySet<string> Members, IReadOnlyList<string> NativeCalls)
{
    public static AssemblyUse Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var assemblies = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToHashSet(StringComparer.Ordinal);
        var types = metadata.TypeReferences.Select(handle => Name(metadata, handle)).ToHashSet();
        var members = metadata.MemberReferences.Select(handle => metadata.GetMemberReference(handle))
            .Where(static member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => $"{Name(metadata, (TypeReferenceHandle)member.Parent).Type}.{metadata.GetString(member.Name)}")
            .ToHashSet(StringComparer.Ordinal);
        var native = metadata.MethodDefinitions.Select(handle => metadata.GetMethodDefinition(handle))
            .Where(static method => !method.GetImport().Module.IsNil)
            .Select(method => metadata.GetString(method.Name))
            .ToList();
        return new AssemblyUse(assemblies, types, members, native);
    }

    private static (string Assembly, string Type) Name(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        switch (type.ResolutionScope.Kind)
        {
            case HandleKind.TypeReference:
                var outer = Name(metadata, (TypeReferenceHandle)type.ResolutionScope);
                return (outer.Assembly, $"{outer.Type}+{name}");
            case HandleKind.AssemblyReference:
                var assembly = metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name);
                return (assembly, type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}");
            default:
                return (string.Empty, name);
        }
    }
}
