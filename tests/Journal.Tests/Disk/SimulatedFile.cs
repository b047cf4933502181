using Granary.Journal.Files;

namespace Granary.Journal.Tests.Disk;

/// <summary>An open file of a <see cref="SimulatedDisk"/>.</summary>
internal sealed class SimulatedFile(SimulatedDisk disk, string path, SimulatedFileState state) : ILogFile
{
    private bool _closed;

    public string Path => path;

    public long Length => disk.Read(() => state.Length);

    public int Read(Span<byte> target, long offset)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return disk.Read(state, target, offset);
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        var bytes = source.ToArray();
        disk.Write(
            state,
            bytes,
            offset);
    }

    public void SetLength(long length) => disk.Step(DiskStep.SetLength, () => state.SetLength(length));

    public void Sync()
    {
        disk.WaitAtSync();
        disk.Step(
            DiskStep.Sync,
            () =>
            {
                state.Sync();
                disk.CommitNames();
            },
            failed: state.Forget);
    }

    public void Dispose() => _closed = true;
}
