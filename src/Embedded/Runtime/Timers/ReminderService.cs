using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Granary.Embedded.Runtime;

/// <summary>Reminders of all grains: their table and their clocks. A tick is a call to the grain. Thread-safe.</summary>
internal sealed class ReminderService(GrainCluster cluster, Func<CallOrigin?> caller, TimeProvider time, ILogger log)
{
    private const string Table = "reminders";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ReminderClock> _clocks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _takenBack = new(StringComparer.Ordinal);
    private bool _ticking;
    private bool _loaded;

    /// <summary>Reads the table and lets the clocks run. Ticks that were due while nothing ran are left out.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Before the table is read: what is registered or taken back meanwhile is newer than what is read.
            _ticking = true;
        }

        var rows = await cluster.State.ListAsync(Table, cancellationToken);
        lock (_gate)
        {
            foreach (var row in rows.Select(r => Read(r.Value)).Where(r => !_clocks.ContainsKey(Key(r)) && !_takenBack.Contains(Key(r))))
            {
                Watch(row);
            }

            _loaded = true;
            _takenBack.Clear();
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _ticking = false;
            foreach (var clock in _clocks.Values)
            {
                clock.Dispose();
            }

            _clocks.Clear();
        }
    }

    public async Task<IGrainReminder> RegisterAsync(IGrainBase grain, string name, TimeSpan dueTime, TimeSpan period)
    {
        Check(grain, name, dueTime, period);
        var row = new ReminderRow(grain.GrainContext.GrainId.ToString(), name, time.GetUtcNow().UtcDateTime + dueTime, period);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(row, StateJson.Options);
        var key = Key(row);
        while (true)
        {
            var stored = await cluster.State.ReadAsync(Table, key, CancellationToken.None);
            try
            {
                var etag = await cluster.State.WriteAsync(Table, key, bytes, stored?.ETag, CancellationToken.None);
                lock (_gate)
                {
                    if (_ticking)
                    {
                        Watch(row);
                    }
                }

                return new ReminderHandle(grain.GrainContext.GrainId, name, etag);
            }
            catch (StateConflictException)
            {
                // Another activation of the grain was faster; the last one wins.
            }
        }
    }

    public async Task UnregisterAsync(IGrainReminder reminder)
    {
        var handle = reminder as ReminderHandle ?? throw new ArgumentException("This is no reminder of the runtime.", nameof(reminder));
        var key = Key(handle.GrainId.ToString(), handle.ReminderName);
        try
        {
            await cluster.State.DeleteAsync(Table, key, handle.ETag, CancellationToken.None);
        }
        catch (StateConflictException)
        {
            throw new ReminderException($"Reminder {handle.ReminderName} of {handle.GrainId} was set anew since; read it again to take it back.");
        }

        lock (_gate)
        {
            if (!_loaded)
            {
                _takenBack.Add(key);
            }

            if (_clocks.Remove(key, out var clock))
            {
                clock.Dispose();
            }
        }
    }

    public async Task<IGrainReminder?> GetAsync(GrainId grainId, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var record = await cluster.State.ReadAsync(Table, Key(grainId.ToString(), name), CancellationToken.None);
        return record is null ? null : new ReminderHandle(grainId, name, record.ETag);
    }

    public async Task<List<IGrainReminder>> ListAsync(GrainId grainId)
    {
        var id = grainId.ToString();
        var rows = await cluster.State.ListAsync(Table, CancellationToken.None);
        return [.. rows.Where(r => Read(r.Value).GrainId == id).Select(r => new ReminderHandle(grainId, Read(r.Value).Name, r.Value.ETag))];
    }

    private static string Key(ReminderRow row) => Key(row.GrainId, row.Name);

    private static string Key(string grainId, string name) => $"{name.Length}:{name}:{grainId}";

    private static ReminderRow Read(StateRecord record) => JsonSerializer.Deserialize<ReminderRow>(record.Value.Span, StateJson.Options)!;

    private void Check(IGrainBase grain, string name, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        var minimum = cluster.Options.MinimumReminderPeriod;
        if (period < minimum || period == TimeSpan.Zero)
        {
            throw new ArgumentException($"Reminder {name}: the period {period} is below the minimum, MinimumReminderPeriod, of {minimum}.", nameof(period));
        }

        ArgumentException.ThrowIfNullOrEmpty(name);
        if (grain is not IRemindable)
        {
            throw new InvalidOperationException($"{grain.GetType()} has no reminders: it is not IRemindable.");
        }
    }

    /// <summary>Under the gate.</summary>
    private void Watch(ReminderRow row)
    {
        var key = Key(row);
        if (_clocks.Remove(key, out var before))
        {
            before.Dispose();
        }

        var clock = new ReminderClock(row, time, status => TickAsync(row, status));
        _clocks.Add(key, clock);
        clock.Arm();
    }

    private async Task TickAsync(ReminderRow row, TickStatus status)
    {
        try
        {
            if (caller() is { } origin)
            {
                await origin.GrainFactory.GetGrain<IRemindable>(GrainId.Parse(row.GrainId)).ReceiveReminder(row.Name, status);
            }
        }
        catch (Exception error)
        {
            ReminderLog.TickFailed(log, row.Name, row.GrainId, error);
        }
    }
}
