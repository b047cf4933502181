namespace Granary.Journal.Files;

/// <summary>The file system of the machine, with segments that are written through a memory map. Reading is as always: the kernel keeps both the same.</summary>
internal sealed class MappedFiles(long segmentBytes) : ILogFiles
{
    private static readonly DiskFiles Disk = DiskFiles.Instance;

    public void CreateFolder(string folder) => Disk.CreateFolder(folder);

    public IReadOnlyList<string> ListFiles(string folder) => Disk.ListFiles(folder);

    public IReadOnlyList<string> ListFolders(string folder) => Disk.ListFolders(folder);

    public ILogFile Open(string path) => IsSegment(path) ? MappedFile.Open(path, segmentBytes) : Disk.Open(path);

    public ILogFile OpenRead(string path) => Disk.OpenRead(path);

    public ILogFile Create(string path) => IsSegment(path) ? MappedFile.Create(path, segmentBytes) : Disk.Create(path);

    public void Delete(string path) => Disk.Delete(path);

    public void Replace(string from, string to) => Disk.Replace(from, to);

    public void MoveFolder(string from, string to) => Disk.MoveFolder(from, to);

    public void DeleteFolder(string folder) => Disk.DeleteFolder(folder);

    public long FreeBytes(string folder) => Disk.FreeBytes(folder);

    public void Allocate(string path, long bytes) => Disk.Allocate(path, bytes);

    public IDisposable Lock(string folder) => Disk.Lock(folder);

    private static bool IsSegment(string path) => path.EndsWith(".seg", StringComparison.Ordinal);
}
