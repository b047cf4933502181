using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Granary.Architecture.Tests.House;

namespace Granary.Architecture.Tests.Options;

/// <summary>
/// The options classes that an assembly binds or takes from the container, found in the generic arguments of its metadata: <c>AddOptions&lt;X&gt;</c>,
/// <c>Configure&lt;X&gt;</c>, <c>IOptions&lt;X&gt;</c> and their kin.
/// </summary>
internal static class BoundOptions
{
    private static readonly string[] Types = ["IOptions`1", "IOptionsMonitor`1", "IOptionsSnapshot`1", "OptionsBuilder`1", "IConfigureOptions`1"];

    private static readonly string[] Methods = ["AddOptions", "AddOptionsWithValidateOnStart", "Configure", "PostConfigure", "Get"];

    /// <summary>Full names of types of ours that end in <c>Options</c>.</summary>
    public static IReadOnlySet<string> Of(SourceProject project)
    {
        using var file = new PEReader(File.OpenRead(project.AssemblyPath));
        var metadata = file.GetMetadataReader();
        var names = new GenericNames();
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.TypeSpec); row++)
        {
            var text = metadata.GetTypeSpecification(MetadataTokens.TypeSpecificationHandle(row)).DecodeSignature(names, null);
            if (Types.Any(type => text.Contains(type + "<", StringComparison.Ordinal)))
            {
                Add(text);
            }
        }

        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            var method = metadata.GetMethodSpecification(MetadataTokens.MethodSpecificationHandle(row));
            var name = method.Method.Kind == HandleKind.MemberReference ? metadata.GetString(metadata.GetMemberReference((MemberReferenceHandle)method.Method).Name) : string.Empty;
            if (Methods.Contains(name))
            {
                ImmutableArray<string> arguments = method.DecodeSignature(names, null);
                foreach (var argument in arguments)
                {
                    Add(argument);
                }
            }
        }

        return found;

        void Add(string text)
        {
            foreach (var part in text.Split('<', '>', ','))
            {
                if (part.StartsWith("Granary.", StringComparison.Ordinal) && part.EndsWith("Options", StringComparison.Ordinal))
                {
                    found.Add(part);
                }
            }
        }
    }
}
