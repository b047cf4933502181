using Granary.Journal.Files;

namespace Granary.Journal.Tests.Disk;

/// <summary>An open file of a <see cref="SimulatedDisk"/>.</summary>
internal sealed class SimulatedFile(SimulatedDisk disk, string path, SimulatedFileState state) : ILogFile
{
    public string Path => path;

    public long Length => disk.Read(() => state.Current.Length);

    public int Read(Span<byte> target, long offset)
    {
        var content = disk.Read(() => state.Current);
        var count = (int)Math.Max(0, Math.Min(target.Length, content.Length - offset));
        content.AsSpan((int)Math.Min(offset, content.Length), count).CopyTo(target);
        return count;
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        var bytes = source.ToArray();
        disk.Step(
            DiskStep.Write,
            () => state.Write(bytes, offset),
            torn => state.Write(bytes.AsSpan(0, torn.Next(bytes.Length + 1)), offset));
    }

    public void SetLength(long length) => disk.Step(DiskStep.SetLength, () => state.SetLength(length));

    public void Sync()
    {
        disk.WaitAtSync();
        disk.Step(DiskStep.Sync, () =>
        {
            state.Sync();
            disk.CommitNames();
        });
    }

    public void Dispose()
    {
    }
}
