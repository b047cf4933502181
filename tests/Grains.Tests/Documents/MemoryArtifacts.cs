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

    public Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ArtifactInfo>> ListAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();
}
