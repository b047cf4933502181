using Granary.Abstractions.Artifacts;

namespace Granary.Simulation.Jobs;

/// <summary>An artifact store in memory that all silos share. Used on one thread.</summary>
internal sealed class MemoryArtifacts : IArtifactStore
{
    private readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);

    public string Locate(string name) => "memory:" + name;

    public Task<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(_objects.TryGetValue(name, out var bytes) ? new MemoryStream(bytes) : null);

    public async Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await write(buffer, cancellationToken);
        _objects[name] = buffer.ToArray();
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        _objects.Remove(name);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ArtifactInfo>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ArtifactInfo>>(
            [.. _objects.Where(stored => stored.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(static stored => new ArtifactInfo(stored.Key, stored.Value.Length))]);
}
