using Granary.Journal.Files;

namespace Granary.Journal.Tests.Disk;

/// <summary>
/// A disk in memory with the promises of ext4 and no more: names change in order, a sync of any file carries all earlier changes of names; bytes are
/// safe only after a sync of their file, and after a failed sync they never get there. The power can be cut at any step, steps can fail once, often or
/// at random, syncs can be held, bits flipped, the disk filled and freed.
/// </summary>
internal sealed class SimulatedDisk : ILogFiles
{
    private readonly Lock _gate = new();
    private readonly Dictionary<DiskStep, int> _counts = [];
    private readonly HashSet<string> _locks = [];
    private readonly Dictionary<DiskStep, (int After, int Times)> _failures = [];
    private readonly List<Action<Dictionary<string, SimulatedFileState>>> _uncommitted = [];
    private Dictionary<string, SimulatedFileState> _names = [];
    private Dictionary<string, SimulatedFileState> _committed = [];
    private int _steps;
    private bool _off;
    private long _capacity = long.MaxValue;

    /// <summary>The step, counted from 1, at which the power is cut; 0 never.</summary>
    public int CutAt { get; init; }

    /// <summary>Chooses how the step is torn at which the power is cut.</summary>
    public Random Torn { get; init; } = new(1);

    /// <summary>Fails one of so many steps at random; 0 none.</summary>
    public int FailOneOf { get; init; }

    /// <summary>Syncs wait here while it is reset.</summary>
    public ManualResetEventSlim SyncGate { get; } = new(initialState: true);

    /// <summary>Set when a sync has come to the gate.</summary>
    public ManualResetEventSlim SyncArrived { get; } = new(initialState: false);

    /// <summary>Bytes of all files that there is room for.</summary>
    public long Capacity
    {
        get => Read(() => _capacity, evenIfOff: true);
        set => Read(() => _capacity = value, evenIfOff: true);
    }

    /// <summary>Bytes of all files.</summary>
    public long Used => Read(() => _names.Values.Sum(static state => (long)state.Length), evenIfOff: true);

    public int Steps => Read(() => _steps, evenIfOff: true);

    public bool IsOff => Read(() => _off, evenIfOff: true);

    public int Count(DiskStep step) => Read(() => _counts.GetValueOrDefault(step), evenIfOff: true);

    /// <summary>The next steps of that kind fail, after <paramref name="after"/> that do not.</summary>
    public void Fail(DiskStep step, int after = 0, int times = 1) => Read(() => _failures[step] = (after, times));

    /// <summary>Nothing fails any more as <see cref="Fail"/> wanted.</summary>
    public void Heal() => Read(() =>
    {
        _failures.Clear();
        return 0;
    });

    /// <summary>The power goes now.</summary>
    public void Cut() => Read(() => _off = true, evenIfOff: true);

    /// <summary>The disk after a power cut now or earlier.</summary>
    public SimulatedDisk Restart(Random random, int cutAt = 0)
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

            return From(names.Select(pair => (pair.Key, State: pair.Value.Survivor(random))).ToList(), cutAt, random);
        }
    }

    /// <summary>A disk with the same content, every byte of it synced.</summary>
    public SimulatedDisk Copy()
    {
        lock (_gate)
        {
            return From(_names.Select(static pair => (pair.Key, new SimulatedFileState(pair.Value.Current).Settled())).ToList(), cutAt: 0, new Random(1));
        }
    }

    public byte[] Content(string path) => Read(() => _names[path].Current, evenIfOff: true);

    public void SetContent(string path, byte[] content) => Read(() => _names[path] = new SimulatedFileState(content).Settled());

    public void Flip(string path, int offset, int bit) => Read(() =>
    {
        _names[path].Flip(offset, bit);
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

    public ILogFile OpenRead(string path) => Open(path);

    public ILogFile Create(string path)
    {
        var state = new SimulatedFileState();
        Rename(DiskStep.Create, names => names[path] = state);
        return new SimulatedFile(this, path, state);
    }

    public void Delete(string path)
    {
        if (Read(() => _names.ContainsKey(path)))
        {
            Rename(DiskStep.Delete, names => names.Remove(path));
        }
    }

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

    public long FreeBytes(string folder) => Read(() => _capacity - _names.Values.Sum(static state => (long)state.Length));

    public void Allocate(string path, long bytes)
    {
        using var file = Create(path);
        file.Write(new byte[bytes], 0);
        file.Sync();
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

    public int Read(SimulatedFileState state, Span<byte> target, long offset)
    {
        lock (_gate)
        {
            return _off ? throw new PowerCutException() : state.Read(target, offset);
        }
    }

    public void Write(SimulatedFileState state, byte[] bytes, long offset) => Step(
        DiskStep.Write,
        () =>
        {
            if (_capacity - _names.Values.Sum(static other => (long)other.Length) < offset + bytes.Length - state.Length)
            {
                throw new IOException("No space left on the simulated disk.", 28);
            }

            state.Write(bytes, offset);
        },
        torn => state.Write(bytes.AsSpan(0, torn.Next(bytes.Length + 1)), offset));

    /// <summary>Makes a change of state a step: it may be the one where the power goes, or one that fails.</summary>
    public void Step(DiskStep step, Action change, Action<Random>? torn = null, Action? failed = null)
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
            if (IsToFail(step))
            {
                torn?.Invoke(Torn);
                failed?.Invoke();
                throw new IOException($"{step} failed as the test wants.");
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

    private static SimulatedDisk From(List<(string Path, SimulatedFileState State)> files, int cutAt, Random torn)
    {
        var disk = new SimulatedDisk { CutAt = cutAt, Torn = torn };
        foreach (var (path, state) in files)
        {
            disk._names[path] = state;
        }

        disk._committed = new Dictionary<string, SimulatedFileState>(disk._names);
        return disk;
    }

    private bool IsToFail(DiskStep step)
    {
        if (FailOneOf > 0 && Torn.Next(FailOneOf) == 0)
        {
            return true;
        }

        if (!_failures.TryGetValue(step, out var left))
        {
            return false;
        }

        if (left.After > 0)
        {
            _failures[step] = (left.After - 1, left.Times);
            return false;
        }

        _failures[step] = (0, left.Times - 1);
        if (left.Times == 1)
        {
            _failures.Remove(step);
        }

        return true;
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
