namespace Granary.Journal.Files;

/// <summary>One open file of a log. Used by one thread at a time.</summary>
internal interface ILogFile : IDisposable
{
    /// <summary>Where it is, for messages.</summary>
    string Path { get; }

    /// <summary>Bytes in it.</summary>
    long Length { get; }

    /// <summary>Reads up to the length of <paramref name="target"/>; less only at the end of the file.</summary>
    int Read(Span<byte> target, long offset);

    /// <summary>Writes all bytes.</summary>
    void Write(ReadOnlySpan<byte> source, long offset);

    /// <summary>Cuts the file, or extends it with zeros.</summary>
    void SetLength(long length);

    /// <summary>Returns when everything written before is on the disk.</summary>
    void Sync();
}
