using Granary.Abstractions.Artifacts;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Artifacts;

/// <summary>
/// The artifact store on a folder. An object is written to a temporary file beside its place, synced, renamed over it, and synced again under
/// its name: the second sync makes the rename itself durable on the journaling file systems we run on, because it forces the transaction that
/// changed the file's directory entry. A crash leaves at most a <c>.partial</c> file, which no call shows. Thread-safe.
/// </summary>
internal sealed class FolderArtifactStore : IArtifactStore
{
    private const int BufferBytes = 64 * 1024;

    private readonly string _root;
    private long _temporaries;

    public FolderArtifactStore(IOptions<StorageOptions> options) => _root = Path.Combine(Path.GetFullPath(options.Value.Folder), "artifacts");

    public string Locate(string name) => Path.Combine(_root, ArtifactName.Check(name));

    public Task<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult<Stream?>(new FileStream(
                Locate(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, FileOptions.Asynchronous));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (UnauthorizedAccessException e) when (Directory.Exists(Locate(name)))
        {
            return Task.FromException<Stream?>(new IOException($"'{name}' is a folder of the artifact store, not an object.", e));
        }
    }

    public async Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var path = Locate(name);
        var temporary = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref _temporaries)}{ArtifactName.Partial}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes, FileOptions.Asynchronous);
            await using (stream)
            {
                await write(stream, cancellationToken);
                await stream.FlushAsync(cancellationToken);
                await Task.Run(() => stream.Flush(flushToDisk: true), cancellationToken);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (UnauthorizedAccessException e)
        {
            Discard(temporary);
            throw new IOException($"The artifact store may not write '{path}': {e.Message}", e);
        }
        catch
        {
            Discard(temporary);
            throw;
        }

        using var renamed = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        await Task.Run(() => RandomAccess.FlushToDisk(renamed), CancellationToken.None);
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            File.Delete(Locate(name));
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing of that name: what was asked for is so.
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ArtifactInfo>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var folder = prefix[..(prefix.LastIndexOf('/') + 1)].TrimEnd('/');
        var start = folder.Length == 0 ? _root : Locate(folder);
        var found = new List<ArtifactInfo>();
        if (Directory.Exists(start))
        {
            foreach (var file in new DirectoryInfo(start).EnumerateFiles("*", SearchOption.AllDirectories))
            {
                var name = Path.GetRelativePath(_root, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
                if (name.StartsWith(prefix, StringComparison.Ordinal) && ArtifactName.IsValid(name))
                {
                    found.Add(new ArtifactInfo(name, file.Length));
                }
            }
        }

        found.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return Task.FromResult<IReadOnlyList<ArtifactInfo>>(found);
    }

    // The temporary file of a failed write; what failed is thrown by the caller, a second failure here must not hide it.
    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _ = e;
        }
    }
}
