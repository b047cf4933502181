namespace Granary.Journal.Files;

/// <summary>What kind of file system a folder lies on, as far as that matters for a journal.</summary>
internal sealed record FolderKind(string Folder, string FileSystem, string? Warning)
{
    /// <summary>Looks; says what to fear: memory is gone with the machine, a network or overlay may not keep what a sync promises.</summary>
    public static FolderKind Of(string folder)
    {
        string format;
        try
        {
            format = new DriveInfo(folder).DriveFormat;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new FolderKind(folder, "unknown", null);
        }

        return new FolderKind(folder, format, format.ToLowerInvariant() switch
        {
            "tmpfs" or "ramfs" or "devtmpfs" => "it is memory: everything is gone when the machine stops",
            "overlay" or "overlayfs" or "aufs" => "it is a container's own layer: everything is gone with the container",
            "nfs" or "nfs4" or "cifs" or "smb" or "smb2" or "smb3" or "9p" or "fuse" or "fuseblk" or "sshfs" =>
                "it is a network or user-space file system, which may not keep what a sync promises",
            _ => null,
        });
    }
}
