using System.Globalization;

using Granary.Grains.Runs.Cells;
using Granary.Journal;

namespace Granary.Simulation.Runs;

/// <summary>Cell logs of one life of a silo, on the disk that all share.</summary>
internal sealed class SimulatedPlaces(SimulatedDisk disk, string silo) : ICellLogPlaces
{
    private readonly int _life = disk.Begin(silo);
    private readonly Dictionary<string, CellLog> _open = new(StringComparer.Ordinal);

    public int Life => _life;

    private bool Lives => disk.Lives(silo, _life);

    public string Session(string run, long group, int session) => string.Create(CultureInfo.InvariantCulture, $"{run}/{group:D6}/{session:D6}");

    public IReadOnlyList<string> Earlier(string run, long group, int session) =>
        [.. disk.Logs.Keys.Where(name => name.StartsWith(Session(run, group, 0)[..^6], StringComparison.Ordinal) && string.CompareOrdinal(name, Session(run, group, session)) < 0)];

    public async Task<IRecordLog> OpenAsync(string name, TimeProvider time, Action<LogRecord> replay, CancellationToken cancellationToken)
    {
        await Task.Delay(disk.Draw.Milliseconds(0, 3), time, cancellationToken);
        if (disk.Held.TryGetValue(name, out var holder) && holder.Places.Lives)
        {
            throw new JournalException(JournalErrorCodes.Locked, $"{name} is held");
        }

        if (disk.Draw.Chance(disk.Faults))
        {
            throw new JournalException(JournalErrorCodes.Unavailable, "the simulated disk failed");
        }

        var log = new SimulatedCellLog(disk, this, name, time);
        disk.Held[name] = log;
        if (!disk.Logs.TryGetValue(name, out var records))
        {
            disk.Logs.Add(name, []);
        }
        else
        {
            for (var i = 0; i < records.Count; i++)
            {
                replay(new LogRecord(i + 1, CellLogCodec.RecordType, records[i]));
            }
        }

        return log;
    }

    public async ValueTask EndAsync(string name)
    {
        if (_open.TryGetValue(name, out var replaced))
        {
            await replaced.DisposeAsync();
        }
    }

    public void Opened(CellLog log) => _open[log.Name] = log;

    public void Closed(CellLog log)
    {
        if (_open.GetValueOrDefault(log.Name) == log)
        {
            _open.Remove(log.Name);
        }
    }

    public void Delete(string run, long group) => DeleteAll(Session(run, group, 0)[..^6]);

    public void DeleteRun(string run) => DeleteAll(run + "/");

    private void DeleteAll(string prefix)
    {
        foreach (var name in disk.Logs.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList())
        {
            disk.Logs.Remove(name);
        }
    }
}
