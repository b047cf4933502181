using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Granary.Journal.Files;

/// <summary>
/// A segment that is written through a memory map of its whole length, with real blocks behind it so that a full disk is found when it is made and not
/// by a signal later. What was never written is zero, and is cut off when the file is closed. Used by one thread at a time.
/// </summary>
internal sealed class MappedFile : ILogFile
{
    private readonly SafeFileHandle _handle;
    private readonly long _capacity;
    private MemoryMappedFile? _map;
    private MemoryMappedViewAccessor? _view;
    private long _length;
    private bool _disposed;

    private MappedFile(string path, SafeFileHandle handle, long length, long capacity)
    {
        Path = path;
        _handle = handle;
        _length = length;
        _capacity = capacity;
    }

    public string Path { get; }

    public long Length => _length;

    public static MappedFile Open(string path, long capacity)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        return new MappedFile(path, handle, RandomAccess.GetLength(handle), capacity);
    }

    public static MappedFile Create(string path, long capacity)
    {
        var handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.None, capacity);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return new MappedFile(path, handle, length: 0, capacity);
    }

    public int Read(Span<byte> target, long offset)
    {
        var count = (int)Math.Max(0, Math.Min(target.Length, _length - offset));
        return count == 0 ? 0 : RandomAccess.Read(_handle, target[..count], offset);
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        var end = offset + source.Length;
        if (_view is null || end > _view.Capacity)
        {
            Map(Math.Max(_capacity, end));
        }

        _view!.SafeMemoryMappedViewHandle.WriteSpan((ulong)offset, source);
        _length = Math.Max(_length, end);
    }

    public void SetLength(long length)
    {
        Unmap();
        RandomAccess.SetLength(_handle, length);
        _length = length;
    }

    public void Sync()
    {
        _view?.Flush();
        RandomAccess.FlushToDisk(_handle);
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Unmap();
        RandomAccess.SetLength(_handle, _length);
        _handle.Dispose();
    }

    private void Map(long capacity)
    {
        Unmap();
        RandomAccess.SetLength(_handle, capacity);
        _map = MemoryMappedFile.CreateFromFile(_handle, mapName: null, capacity, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, capacity, MemoryMappedFileAccess.ReadWrite);
    }

    private void Unmap()
    {
        _view?.Flush();
        _view?.Dispose();
        _map?.Dispose();
        (_view, _map) = (null, null);
    }
}
