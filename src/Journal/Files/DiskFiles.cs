namespace Granary.Journal.Files;

/// <summary>The file system of the machine. Folders and files are made for the owner alone where the system knows such a thing.</summary>
internal sealed class DiskFiles : ILogFiles
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static DiskFiles Instance { get; } = new();

    public void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerFile | UnixFileMode.UserExecute);
        }
    }

    public IReadOnlyList<string> ListFiles(string folder) => List(folder, Directory.EnumerateFiles);

    public IReadOnlyList<string> ListFolders(string folder) => List(folder, Directory.EnumerateDirectories);

    public ILogFile Open(string path) => new DiskFile(path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    public ILogFile OpenRead(string path) => new DiskFile(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    public ILogFile Create(string path) => Create(path, preallocated: 0);

    public void Delete(string path) => File.Delete(path);

    public void Replace(string from, string to) => File.Move(from, to, overwrite: true);

    public void MoveFolder(string from, string to) => Directory.Move(from, to);

    public void DeleteFolder(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing there, or somebody else sweeps the same leftovers: gone is what was asked for.
            return;
        }
    }

    public long FreeBytes(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    public void Allocate(string path, long bytes)
    {
        using var file = Create(path, bytes);
        file.SetLength(bytes);
        file.Sync();
    }

    public IDisposable Lock(string folder) => FolderLock.Take(folder);

    private static DiskFile Create(string path, long preallocated)
    {
        var handle = File.OpenHandle(
            path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.None, preallocated);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(handle, OwnerFile);
        }

        return new DiskFile(path, handle);
    }

    private static List<string> List(string folder, Func<string, IEnumerable<string>> enumerate) =>
        Directory.Exists(folder) ? [.. enumerate(folder).Select(static path => Path.GetFileName(path))] : [];
}
