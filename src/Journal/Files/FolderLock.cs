using System.Globalization;

namespace Granary.Journal.Files;

/// <summary>
/// The exclusive hold on a folder: an open <c>lock</c> file that shares nothing, which ends with the process however it dies. Beside it
/// <c>lock.owner</c> tells the holder's process id to whoever is refused; it is information only, the open file is the lock.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _held;
    private readonly string _ownerPath;

    private FolderLock(FileStream held, string ownerPath)
    {
        _held = held;
        _ownerPath = ownerPath;
    }

    public static FolderLock Take(string folder)
    {
        var path = Path.Combine(folder, "lock");
        var ownerPath = Path.Combine(folder, "lock.owner");
        FileStream held;
        try
        {
            held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException refused) when (IsHeldByAnother(refused))
        {
            throw new JournalException(
                JournalErrorCodes.Locked,
                $"'{folder}' is held by process {ReadOwner(ownerPath)}. Stop that process or give this one another folder.",
                refused);
        }

        try
        {
            File.WriteAllText(ownerPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new FolderLock(held, ownerPath);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Process id that the holder of a folder noted; null if there is none. It may have died since.</summary>
    public static string? Holder(string folder)
    {
        var note = Path.Combine(folder, "lock.owner");
        return File.Exists(note) ? ReadOwner(note) : null;
    }

    public void Dispose()
    {
        // First the note, then the lock: the next holder must not lose its own note to us. The folder may have been moved away meanwhile.
        if (File.Exists(_ownerPath))
        {
            File.Delete(_ownerPath);
        }

        _held.Dispose();
    }

    // A sharing violation: EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsHeldByAnother(IOException refused) => refused.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string ReadOwner(string ownerPath)
    {
        try
        {
            return File.ReadAllText(ownerPath).Trim() is { Length: > 0 } owner ? owner : "(unknown)";
        }
        catch (IOException)
        {
            return "(unknown)";
        }
    }
}
