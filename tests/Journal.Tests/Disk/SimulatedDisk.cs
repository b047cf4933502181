using Granary.Journal.Files;

namespace Granary.Journal.Tests.Disk;

/// <summary>
/// A disk in memory with the promises of ext4 and no more: names change in order, a sync of any file carries all earlier changes of names; bytes are
/// safe only after a sync of their file. The power can be cut at any step, steps can fail, syncs can be held.
/// </summary>
internal sealed class SimulatedDisk : ILogFiles
{
    private readonly Lock _gate = new();
    private readonly Dictionary<DiskStep, int> _counts = [];
    private readonly HashSet<string> _locks = [];
    private readonly Dictionary<DiskStep, int> _failures = [];
    private readonly List<Action<Dictionary<string, SimulatedFileState>>> _uncommitted = [];
    private Dictionary<string, SimulatedFileState> _names = [];
    private Dictionary<string, SimulatedFileState> _committed = [];
    private int _steps;
    private bool _off;

    /// <summary>The step, counted from 1, at which the power is cut; 0 never.</summary>
    public int CutAt { get; init; }

    /// <summary>Chooses how the step is torn at which the power is cut.</summary>
    public Random Torn { get; init; } = new(1);

    /// <summary>Syncs wait here while it is reset.</summary>
    public ManualResetEventSlim SyncGate { get; } = new(initialState: true);

    /// <summary>Set when a sync has come to the gate.</summary>
    public ManualResetEventSlim SyncArrived { get; } = new(initialState: false);

    public int Steps => Read(() => _steps, evenIfOff: true);

    public bool IsOff => Read(() => _off, evenIfOff: true);

    public int Count(DiskStep step) => Read(() => _counts.GetValueOrDefault(step), evenIfOff: true);

    /// <summary>The next step of that kind fails, after <paramref name="after"/> that do not.</summary>
    public void Fail(DiskStep step, int after = 0) => Read(() => _failures[step] = after);

    /// <summary>The disk after a power cut now or earlier.</summary>
    public SimulatedDisk Restart(Random random)
    {
        lock (_gate)
        {
            _off = true;
            var names = new Dictionary<string, SimulatedFileState>(_committed);
            var kept = random.Next(_uncommitted.Count + 1);
            foreach (var change in _uncommitted.Take(kept))
            {
                change(names);
            }

            var survivors = names.Select(pair => (pair.Key, State: pair.Value.Survivor(random))).ToList();
            return From(survivors);
        }
    }

    /// <summary>A disk with the same content, every byte of it synced.</summary>
    public SimulatedDisk Copy()
    {
        lock (_gate)
        {
            return From(_names.Select(static pair =>
                (pair.Key, new SimulatedFileState { Current = [.. pair.Value.Current] })).ToList(), sync: true);
        }
    }

    public byte[] Content(string path) => Read(() => _names[path].Current, evenIfOff: true);

    public void SetContent(string path, byte[] content) => Read(() =>
    {
        _names[path] = new SimulatedFileState { Current = content };
        _names[path].Sync();
        return 0;
    });

    public void CreateFolder(string folder)
    {
    }

    public IReadOnlyList<string> ListFiles(string folder) => Read(() => _names.Keys
        .Where(path => Path.GetDirectoryName(path) == folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList());

    public IReadOnlyList<string> ListFolders(string folder) => Read(() => _names.Keys
        .Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal))
        .Select(path => path[(folder.Length + 1)..])
        .Where(static rest => rest.Contains('/', StringComparison.Ordinal))
        .Select(static rest => rest[..rest.IndexOf('/', StringComparison.Ordinal)])
        .Distinct().Order(StringComparer.Ordinal).ToList());

    public ILogFile Open(string path) => new SimulatedFile(this, path, Read(() =>
        _names.TryGetValue(path, out var state) ? state : throw new FileNotFoundException("No such file.", path)));

    public ILogFile Create(string path)
    {
        var state = new SimulatedFileState();
        Rename(DiskStep.Create, names => names[path] = state);
        return new SimulatedFile(this, path, state);
    }

    public void Delete(string path) => Rename(DiskStep.Delete, names => names.Remove(path));

    public void Replace(string from, string to) => Rename(DiskStep.Replace, names =>
    {
        names[to] = names[from];
        names.Remove(from);
    });

    public void MoveFolder(string from, string to) => Rename(DiskStep.MoveFolder, names =>
    {
        foreach (var path in names.Keys.Where(path => path.StartsWith(from + "/", StringComparison.Ordinal)).ToList())
        {
            names[to + path[from.Length..]] = names[path];
            names.Remove(path);
        }
    });

    // File by file, as a real removal is: the power may go in between.
    public void DeleteFolder(string folder)
    {
        foreach (var path in Read(() => _names.Keys.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList()))
        {
            Rename(DiskStep.DeleteFolder, names => names.Remove(path));
        }
    }

    public IDisposable Lock(string folder) => Read(() => _locks.Add(folder)
        ? new Release(this, folder)
        : throw new JournalException(JournalErrorCodes.Locked, $"'{folder}' is held."));

    public T Read<T>(Func<T> read, bool evenIfOff = false)
    {
        lock (_gate)
        {
            return _off && !evenIfOff ? throw new PowerCutException() : read();
        }
    }

    /// <summary>Makes a change of state a step: it may be the one where the power goes, or one that fails.</summary>
    public void Step(DiskStep step, Action change, Action<Random>? torn = null)
    {
        lock (_gate)
        {
            if (_off)
            {
                throw new PowerCutException();
            }

            if (++_steps == CutAt)
            {
                torn?.Invoke(Torn);
                _off = true;
                throw new PowerCutException();
            }

            _counts[step] = _counts.GetValueOrDefault(step) + 1;
            if (_failures.TryGetValue(step, out var left))
            {
                if (left == 0)
                {
                    _failures.Remove(step);
                    throw new IOException($"{step} failed as the test wants.");
                }

                _failures[step] = left - 1;
            }

            change();
        }
    }

    public void CommitNames()
    {
        _committed = new Dictionary<string, SimulatedFileState>(_names);
        _uncommitted.Clear();
    }

    public void WaitAtSync()
    {
        SyncArrived.Set();
        SyncGate.Wait(TestContext.Current.CancellationToken);
    }

    private static SimulatedDisk From(List<(string Path, SimulatedFileState State)> files, bool sync = false)
    {
        var disk = new SimulatedDisk();
        foreach (var (path, state) in files)
        {
            if (sync)
            {
                state.Sync();
            }

            disk._names[path] = state;
        }

        disk._committed = new Dictionary<string, SimulatedFileState>(disk._names);
        return disk;
    }

    private void Rename(DiskStep step, Action<Dictionary<string, SimulatedFileState>> change) => Step(step, () =>
    {
        change(_names);
        _uncommitted.Add(change);
    });

    private sealed class Release(SimulatedDisk disk, string folder) : IDisposable
    {
        public void Dispose()
        {
            lock (disk._gate)
            {
                disk._locks.Remove(folder);
            }
        }
    }
}
