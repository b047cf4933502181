using System.Globalization;
using System.Text;

namespace Granary.Executors.Processes;

/// <summary>
/// The folder of this process's worker socket and of its workers' working folders: <c>base/process-start</c>, mode 0700. Folders of processes that
/// are no more are removed when one is made.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private const int LongestPath = 100;
    private const string Variable = "GRANARY_RUN_DIR";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private RunFolder(string path) => Path = path;

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Path of the socket.</summary>
    public string Socket => System.IO.Path.Combine(Path, "s");

    /// <summary>Makes it.</summary>
    /// <exception cref="ExecutorStartException">It cannot be made, or its path is too long for a socket.</exception>
    public static RunFolder Make(string? configured)
    {
        var parent = System.IO.Path.GetFullPath(configured ?? Environment.GetEnvironmentVariable(Variable) ?? Default());
        var process = Environment.ProcessId;
        var name = string.Create(CultureInfo.InvariantCulture, $"{process}-{OwnProcess.StartTime(process) ?? "0"}-{Guid.NewGuid():N}");
        var folder = new RunFolder(System.IO.Path.Combine(parent, name[..Math.Min(name.Length, 28)]));
        if (Encoding.UTF8.GetByteCount(folder.Socket) > LongestPath)
        {
            throw new ExecutorStartException(
                $"The path of the worker socket, '{folder.Socket}', is longer than {LongestPath} bytes. Set Executors:RunFolder or {Variable} to a shorter folder.");
        }

        try
        {
            MakeOwnerOnly(parent);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(parent) & ~OwnerOnly) != 0)
            {
                throw new ExecutorStartException($"The folder '{parent}' of worker sockets is open to others; it must have mode 0700.");
            }

            RemoveStale(parent);
            MakeOwnerOnly(folder.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ExecutorStartException($"The folder of worker sockets, '{folder.Path}', cannot be made: {error.Message}", error);
        }

        return folder;
    }

    /// <summary>A new folder for a worker to work in.</summary>
    public string MakeWorkingFolder(string name)
    {
        var path = System.IO.Path.Combine(Path, name);
        MakeOwnerOnly(path);
        return path;
    }

    /// <summary>Removes a folder and what is in it; what cannot be removed goes with the stale folders of a later start.</summary>
    public static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Somebody still writes into it.
            _ = error;
        }
    }

    public void Dispose() => Remove(Path);

    private static void MakeOwnerOnly(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new ExecutorStartException("Pools of worker processes need Unix.");
        }

        Directory.CreateDirectory(path, OwnerOnly);
    }

    private static string Default() =>
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"granary-{OwnProcess.UserId ?? 0}"));

    private static void RemoveStale(string parent)
    {
        foreach (var folder in Directory.GetDirectories(parent))
        {
            var parts = System.IO.Path.GetFileName(folder).Split('-');
            if (parts.Length == 3 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && !string.Equals(OwnProcess.StartTime(process), parts[1], StringComparison.Ordinal))
            {
                Remove(folder);
            }
        }
    }
}
