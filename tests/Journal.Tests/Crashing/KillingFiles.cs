using System.Diagnostics;
using Granary.Journal.Files;
using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests.Crashing;

/// <summary>The real file system, in a process that kills itself right before one of its steps, and in which one other step may fail.</summary>
internal sealed class KillingFiles(DiskStep killAt, int killCount, DiskStep? failAt, int failCount) : ILogFiles
{
    private static readonly DiskFiles Disk = DiskFiles.Instance;

    private readonly Lock _gate = new();
    private readonly Dictionary<DiskStep, int> _counts = [];

    public void CreateFolder(string folder) => Disk.CreateFolder(folder);

    public IReadOnlyList<string> ListFiles(string folder) => Disk.ListFiles(folder);

    public IReadOnlyList<string> ListFolders(string folder) => Disk.ListFolders(folder);

    public ILogFile Open(string path) => new KillingFile(this, Disk.Open(path));

    public ILogFile OpenRead(string path) => Disk.OpenRead(path);

    public ILogFile Create(string path)
    {
        Step(DiskStep.Create);
        return new KillingFile(this, Disk.Create(path));
    }

    public void Delete(string path)
    {
        if (path.EndsWith(".seg", StringComparison.Ordinal))
        {
            Step(DiskStep.Delete);
        }

        Disk.Delete(path);
    }

    public void Replace(string from, string to) => Disk.Replace(from, to);

    public void MoveFolder(string from, string to) => Disk.MoveFolder(from, to);

    public void DeleteFolder(string folder) => Disk.DeleteFolder(folder);

    public long FreeBytes(string folder) => Disk.FreeBytes(folder);

    public void Allocate(string path, long bytes) => Disk.Allocate(path, bytes);

    public IDisposable Lock(string folder) => Disk.Lock(folder);

    public void Step(DiskStep step)
    {
        lock (_gate)
        {
            var count = _counts[step] = _counts.GetValueOrDefault(step) + 1;
            if (step == killAt && count == killCount)
            {
                using var self = Process.GetCurrentProcess();
                self.Kill();
                Thread.CurrentThread.Join();
            }

            if (step == failAt && count == failCount)
            {
                throw new IOException($"{step} {count} failed as the test wants.");
            }
        }
    }
}
