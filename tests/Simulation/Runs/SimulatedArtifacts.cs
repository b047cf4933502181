using Granary.Abstractions.Artifacts;

namespace Granary.Simulation.Runs;

/// <summary>Artifacts of one silo, on the disk that all share. A write takes time and fails before or after it took effect.</summary>
internal sealed class SimulatedArtifacts(SimulatedDisk disk, TimeProvider time) : IArtifactStore
{
    public string Locate(string name) => "memory:" + name;

    public async Task<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken)
    {
        await WorkAsync(cancellationToken);
        return disk.Files.TryGetValue(name, out var bytes) ? new MemoryStream(bytes) : null;
    }

    public async Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await write(buffer, cancellationToken);
        await WorkAsync(cancellationToken);
        disk.Files[name] = buffer.ToArray();
        await WorkAsync(cancellationToken);
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await WorkAsync(cancellationToken);
        disk.Files.Remove(name);
    }

    public async Task<IReadOnlyList<ArtifactInfo>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        await WorkAsync(cancellationToken);
        return [.. disk.Files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(static file => new ArtifactInfo(file.Key, file.Value.Length))];
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(disk.Draw.Milliseconds(0, 5), time, cancellationToken);
        if (disk.Draw.Chance(disk.Faults))
        {
            throw new IOException("The simulated disk failed.");
        }
    }
}
