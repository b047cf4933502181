using System.Collections.Concurrent;
using System.Globalization;
using Granary.Grains.Artifacts;
using Granary.Journal;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Runs.Cells;

/// <summary>
/// Where cell logs stand: <c>cells/&lt;run&gt;/&lt;group&gt;/cells-&lt;session&gt;</c> in the storage folder, one log per session of a row group. Closes
/// what is still open when the process's services go. A session that begins ends the logs of earlier ones that this process still holds open: it
/// has replaced them. Thread-safe.
/// </summary>
internal sealed class CellLogPlaces(IOptions<StorageOptions> options) : ICellLogPlaces, IAsyncDisposable
{
    private const string Prefix = "cells-";

    private readonly string _root = Path.Combine(Path.GetFullPath(options.Value.Folder), "cells");
    // Of the process, not of the silo: a silo that died in a simulation cannot close its own.
    private static readonly ConcurrentDictionary<string, CellLog> _openInProcess = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<CellLog, bool> _open = new();

    public string Group(string run, long group) => Path.Combine(_root, run, group.ToString("D6", CultureInfo.InvariantCulture));

    public string Session(string run, long group, int session) =>
        Path.Combine(Group(run, group), Prefix + session.ToString(CultureInfo.InvariantCulture));

    public IReadOnlyList<string> Earlier(string run, long group, int session)
    {
        var folder = Group(run, group);
        var found = new List<(int Number, string Path)>();
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, Prefix + "*") : [])
        {
            if (int.TryParse(Path.GetFileName(path)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < session)
            {
                found.Add((number, path));
            }
        }

        found.Sort();
        return [.. found.Select(static f => f.Path)];
    }

    public async Task<IRecordLog> OpenAsync(string name, TimeProvider time, Action<LogRecord> replay, CancellationToken cancellationToken) =>
        await SegmentLog.OpenAsync(new LogOptions { Folder = name, Durability = Durability.Always }, time, replay, cancellationToken);

    public void Delete(string run, long group)
    {
        var folder = Group(run, group);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void DeleteRun(string run)
    {
        var folder = Path.Combine(_root, run);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Opened(CellLog log)
    {
        _open[log] = true;
        _openInProcess[log.Name] = log;
    }

    public void Closed(CellLog log)
    {
        _open.TryRemove(log, out _);
        _openInProcess.TryRemove(KeyValuePair.Create(log.Name, log));
    }

    public async ValueTask EndAsync(string name)
    {
        if (_openInProcess.TryGetValue(name, out var replaced))
        {
            await replaced.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var log in _open.Keys)
        {
            await log.DisposeAsync();
        }
    }
}
