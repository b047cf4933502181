using Granary.Journal.Files;
using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests.Crashing;

/// <summary>An open file of <see cref="KillingFiles"/>.</summary>
internal sealed class KillingFile(KillingFiles files, ILogFile inner) : ILogFile
{
    public string Path => inner.Path;

    public long Length => inner.Length;

    public int Read(Span<byte> target, long offset) => inner.Read(target, offset);

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        files.Step(DiskStep.Write);
        inner.Write(source, offset);
    }

    public void SetLength(long length) => inner.SetLength(length);

    public void Sync()
    {
        files.Step(DiskStep.Sync);
        inner.Sync();
    }

    public void Dispose() => inner.Dispose();
}
