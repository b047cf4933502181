namespace Granary.Executors.Processes;

/// <summary>Sees that preloaded files are others than they were. Not thread-safe.</summary>
internal sealed class PreloadWatch(IReadOnlyList<string> files)
{
    private (DateTime Written, long Length)[] _seen = Look(files);

    /// <summary>One of them has changed since the last look.</summary>
    public bool HasChanged()
    {
        if (files.Count == 0)
        {
            return false;
        }

        var now = Look(files);
        var changed = !now.AsSpan().SequenceEqual(_seen);
        _seen = now;
        return changed;
    }

    private static (DateTime Written, long Length)[] Look(IReadOnlyList<string> files) => [.. files.Select(static path =>
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : (default, -1);
    })];
}
