using Granary.Cli.Server;

using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Granary.Cli.Commands;

/// <summary>A run document on disk, and the local seed file it names, if it names one.</summary>
/// <param name="Bytes">The document as it is.</param>
/// <param name="ContentType">By its extension.</param>
/// <param name="SeedFile">Full path of the local seed file, or null.</param>
internal sealed record RunDocumentFile(byte[] Bytes, string ContentType, string? SeedFile)
{
    private const long MaxBytes = 1024 * 1024;

    public static async Task<RunDocumentFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            throw new BadInputException($"There is no file '{path}'.");
        }

        if (info.Length > MaxBytes)
        {
            throw new BadInputException(
                $"'{path}' has {info.Length} bytes; a run document has at most {MaxBytes}. Put the data into a seed file and name it under 'seed: {{ path: … }}'.");
        }

        var type = info.Extension.ToLowerInvariant() switch
        {
            ".json" => "application/json",
            ".yaml" or ".yml" => "application/yaml",
            _ => throw new BadInputException($"'{path}' must end in .yaml, .yml or .json, so that its format is certain."),
        };
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        return new RunDocumentFile(bytes, type, LocalSeed(bytes, info.DirectoryName!));
    }

    /// <summary>Uploads the seed file where there is one; the answer is its id.</summary>
    public async Task<string?> UploadSeedAsync(GranaryClient client, CancellationToken cancellationToken) =>
        SeedFile is null ? null : await client.UploadAsync(SeedFile, cancellationToken);

    /// <summary>
    /// A <c>seed.path</c> that exists beside the document is a local file; anything else is for the server to judge, and so is a document that
    /// cannot be read here.
    /// </summary>
    private static string? LocalSeed(byte[] bytes, string folder)
    {
        try
        {
            var yaml = new YamlStream();
            using var reader = new StreamReader(new MemoryStream(bytes));
            yaml.Load(reader);
            if (yaml.Documents is [{ RootNode: YamlMappingNode root }]
                && root.Children.TryGetValue("seed", out var seed)
                && seed is YamlMappingNode mapping
                && mapping.Children.TryGetValue("path", out var pathNode)
                && pathNode is YamlScalarNode { Value: { Length: > 0 } path })
            {
                var full = Path.GetFullPath(path, folder);
                return File.Exists(full) ? full : null;
            }
        }
        catch (YamlException)
        {
            return null;
        }

        return null;
    }
}
