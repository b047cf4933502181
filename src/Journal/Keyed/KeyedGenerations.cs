using System.Globalization;
using System.Text;
using Granary.Journal.Files;
using Granary.Journal.Format;

namespace Granary.Journal.Keyed;

/// <summary>
/// The folder of a keyed store: one log folder per generation, <c>g</c> and 20 digits, and the file <c>CURRENT</c> that names the one in force with a
/// checksum. A generation is in force from the instant <c>CURRENT</c> is renamed into place, and all others are leftovers.
/// </summary>
internal sealed class KeyedGenerations(ILogFiles files, string folder)
{
    private const string CurrentName = "CURRENT";
    private const string TemporaryName = "CURRENT.new";

    /// <summary>Folder of a generation's log.</summary>
    public string FolderOf(long generation) => Path.Combine(folder, NameOf(generation));

    /// <summary>The generation in force, made when the store is new; leftovers of a crash are removed.</summary>
    public long Open()
    {
        var current = Read() ?? Begin();
        foreach (var name in files.ListFolders(folder))
        {
            if (name != NameOf(current))
            {
                files.DeleteFolder(Path.Combine(folder, name));
            }
        }

        return current;
    }

    /// <summary>
    /// Puts a generation in force. If this throws, which one is in force after a restart is unknown. The sync after the rename makes the rename
    /// itself durable before anybody removes the older generation: on ext4, XFS and btrfs syncing a file carries its own renaming with it.
    /// </summary>
    public void PutInForce(long generation)
    {
        var temporary = Path.Combine(folder, TemporaryName);
        var current = Path.Combine(folder, CurrentName);
        using (var file = files.Create(temporary))
        {
            var name = NameOf(generation);
            file.Write(Encoding.ASCII.GetBytes($"{name} {Checksum(name)}\n"), 0);
            file.Sync();
        }

        files.Replace(temporary, current);
        using var renamed = files.Open(current);
        renamed.Sync();
    }

    /// <summary>Removes a generation that is not in force.</summary>
    public void Remove(long generation) => SegmentLog.Delete(files, FolderOf(generation));

    private static string NameOf(long generation) => "g" + generation.ToString("D20", CultureInfo.InvariantCulture);

    private static string Checksum(string name) => Crc32C.Of(Encoding.ASCII.GetBytes(name)).ToString("x8", CultureInfo.InvariantCulture);

    private long? Read()
    {
        if (!files.ListFiles(folder).Contains(CurrentName))
        {
            return null;
        }

        var path = Path.Combine(folder, CurrentName);
        using var file = files.Open(path);
        var bytes = new byte[Math.Min(file.Length, 64)];
        var parts = Encoding.ASCII.GetString(bytes, 0, file.Read(bytes, 0)).TrimEnd('\n').Split(' ');
        if (parts.Length == 2
            && parts[0].StartsWith('g')
            && parts[1] == Checksum(parts[0])
            && long.TryParse(parts[0].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var generation))
        {
            return generation;
        }

        throw new JournalException(
            JournalErrorCodes.Corrupt, $"'{path}' is damaged: it should name the generation in force with its checksum. Restore it from a copy.");
    }

    private long Begin()
    {
        if (files.ListFolders(folder).FirstOrDefault(static name => name.StartsWith('g')) is { } orphan)
        {
            throw new JournalException(
                JournalErrorCodes.Corrupt, $"'{folder}' holds '{orphan}' but no file {CurrentName} that says which generation is in force. Restore it from a copy.");
        }

        PutInForce(1);
        return 1;
    }
}
