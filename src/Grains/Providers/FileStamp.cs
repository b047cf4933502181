namespace Granary.Grains.Providers;

/// <summary>
/// What a look at a file costs nothing to tell: is it the same as before? Follows links, because mounted volumes swap a link and leave the
/// file names as they are.
/// </summary>
internal readonly record struct FileStamp(bool Exists, long Length, DateTime WrittenAt, string? Target)
{
    public static FileStamp Of(string path)
    {
        try
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true);
            var file = target as FileInfo ?? new FileInfo(path);
            return file.Exists ? new FileStamp(true, file.Length, file.LastWriteTimeUtc, target?.FullName) : default;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
