namespace Granary.Journal.Files;

/// <summary>
/// The file layer under a log, so that tests can cut the power, tear writes, flip bits, fail syncs and fill the disk. Paths are absolute. Thread-safe.
/// Failures are <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
/// </summary>
internal interface ILogFiles
{
    /// <summary>Makes a folder and its parents; no error if it exists.</summary>
    void CreateFolder(string folder);

    /// <summary>Names of the files in a folder; empty if there is no such folder.</summary>
    IReadOnlyList<string> ListFiles(string folder);

    /// <summary>Names of the folders in a folder; empty if there is no such folder.</summary>
    IReadOnlyList<string> ListFolders(string folder);

    /// <summary>Opens an existing file for reading and writing.</summary>
    ILogFile Open(string path);

    /// <summary>Opens an existing file for reading, also beside a process that writes it.</summary>
    ILogFile OpenRead(string path);

    /// <summary>Makes a file, or empties the one that is there.</summary>
    ILogFile Create(string path);

    /// <summary>Removes a file; no error if there is none.</summary>
    void Delete(string path);

    /// <summary>Renames a file in one step, replacing the target.</summary>
    void Replace(string from, string to);

    /// <summary>Renames a folder in one step; the target must not exist.</summary>
    void MoveFolder(string from, string to);

    /// <summary>Removes a folder with all it holds; no error if there is none.</summary>
    void DeleteFolder(string folder);

    /// <summary>Bytes that this process may still write on the disk of a folder.</summary>
    long FreeBytes(string folder);

    /// <summary>Makes a file of that size with real blocks behind it, replacing what is there.</summary>
    void Allocate(string path, long bytes);

    /// <summary>Takes the folder's lock until disposed, or throws <see cref="JournalException"/> <c>journal_locked</c> naming the holder.</summary>
    IDisposable Lock(string folder);
}
