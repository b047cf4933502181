using Granary.Abstractions.Artifacts;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Seeds;

/// <summary>Opens the file a run document names: an artifact, an uploaded file (<c>file-…</c>), or a file of the configured folder. Thread-safe.</summary>
internal sealed class SeedFile(IArtifactStore artifacts, IOptions<SeedOptions> options)
{
    private const string UploadPrefix = "file-";

    /// <summary>Bytes of one dataset at most.</summary>
    public long MaxBytes => options.Value.MaxBytes;

    /// <summary>Why a path can be no dataset, or null.</summary>
    public static string? Problem(string path)
    {
        var parts = path.Split('/');
        return path.Length is 0 or > 512 || path.Contains('\\', StringComparison.Ordinal) || path.Any(char.IsControl) || parts.Any(p => p is "" or "." or "..")
            ? "a path inside the artifact store is expected: relative, with /, without `..`"
            : null;
    }

    /// <summary>The file, or null when there is none.</summary>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    public async Task<Stream?> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var isUpload = path.StartsWith(UploadPrefix, StringComparison.Ordinal) && !path.Contains('/', StringComparison.Ordinal);
        return await artifacts.OpenReadAsync(isUpload ? $"files/{path}" : path, cancellationToken) ?? (isUpload ? null : OpenLocal(path));
    }

    private FileStream? OpenLocal(string path)
    {
        if (options.Value.Folder is not { } folder)
        {
            return null;
        }

        var file = new FileInfo(Path.Combine(Path.GetFullPath(folder), path));

        // A link could lead out of the folder that the operator opened.
        return file.Exists && !HasLink(file, Path.GetFullPath(folder)) ? file.OpenRead() : null;
    }

    private static bool HasLink(FileInfo file, string folder)
    {
        if (file.LinkTarget is not null)
        {
            return true;
        }

        for (var at = file.Directory; at is not null && at.FullName.Length > folder.Length; at = at.Parent)
        {
            if (at.LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }
}
