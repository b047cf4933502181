namespace Granary.Journal.Files;

/// <summary>The folder of a log as a whole.</summary>
internal static class LogFolder
{
    private const string DeletedSuffix = ".deleted";

    /// <summary>Removes what a crash left of a deletion.</summary>
    public static void Sweep(ILogFiles files, string folder) => files.DeleteFolder(folder + DeletedSuffix);

    /// <summary>Removes a closed log in one step; no error if there is none.</summary>
    public static void Delete(ILogFiles files, string folder)
    {
        Sweep(files, folder);
        if (files.ListFiles(folder).Count == 0 && files.ListFolders(folder).Count == 0)
        {
            files.DeleteFolder(folder);
            return;
        }

        using (files.Lock(folder))
        {
            files.MoveFolder(folder, folder + DeletedSuffix);
        }

        Sweep(files, folder);
    }
}
