using System.Text;
using Granary.Abstractions.Artifacts;

namespace Granary.Grains.Tests.Documents;

/// <summary>An artifact store of texts.</summary>
internal sealed class MemoryArtifacts : IArtifactStore
{
    private readonly Dictionary<string, byte[]> _objects = new(StringComparer.Ordinal);

    public MemoryArtifacts With(string name, string text) => With(name, Encoding.UTF8.GetBytes(text));

    public MemoryArtifacts With(string name, byte[] bytes)
    {
        _objects[name] = bytes;
        return this;
    }

    public string Locate(string name) => name;

    public Task<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(_objects.TryGetValue(name, out var bytes) ? new MemoryStream(bytes, writable: false) : null);

    public async Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await write(buffer, cancellationToken);
        _objects[name] = buffer.ToArray();
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ArtifactInfo>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ArtifactInfo>>(
            [.. _objects.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(static o => o.Key, StringComparer.Ordinal).Select(static o => new ArtifactInfo(o.Key, o.Value.Length))]);
}
