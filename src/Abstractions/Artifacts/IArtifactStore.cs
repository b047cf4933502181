namespace Granary.Abstractions.Artifacts;

/// <summary>
/// Where results live: a flat name space of immutable or atomically replaced objects. Names are relative, with forward slashes, without
/// <c>..</c>. Thread-safe. I/O errors surface as <see cref="IOException"/>.
/// </summary>
public interface IArtifactStore
{
    /// <summary>Where an operator finds that object: a path or an address.</summary>
    string Locate(string name);

    /// <summary>Opens an object for reading, or null if there is none.</summary>
    Task<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Writes an object whole: temporary, synced, then visible under its name, replacing what was there. If <paramref name="write"/> throws,
    /// nothing becomes visible.
    /// </summary>
    Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <summary>Removes an object; no error if there is none.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Objects whose name starts with <paramref name="prefix"/>, ordered by name.</summary>
    Task<IReadOnlyList<ArtifactInfo>> ListAsync(string prefix, CancellationToken cancellationToken);
}
