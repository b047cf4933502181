using Granary.Journal;

namespace Granary.Simulation.Runs;

/// <summary>
/// A log on the simulated disk, as one life of a silo holds it. An append takes time and reaches the disk in two parts; a fault before, between or
/// after them fails the log, until it is opened again.
/// </summary>
internal sealed class SimulatedCellLog(SimulatedDisk disk, SimulatedPlaces places, string name, TimeProvider time) : IRecordLog
{
    private bool _failed;
    private bool _closed;

    public SimulatedPlaces Places => places;

    public LogRepair Repair => throw new NotSupportedException();

    public async ValueTask<long> AppendAsync(byte type, IReadOnlyList<ReadOnlyMemory<byte>> payloads, CancellationToken cancellationToken)
    {
        if (disk.AcknowledgesEarly)
        {
            _ = WriteAsync([.. payloads.Select(static payload => payload.ToArray())], TimeSpan.FromMilliseconds(200));
            return disk.Logs[name].Count + payloads.Count;
        }

        return await WriteAsync([.. payloads.Select(static payload => payload.ToArray())], TimeSpan.FromMilliseconds(4));
    }

    public ValueTask<long> AppendAsync(byte type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        AppendAsync(type, [payload], cancellationToken);

    public LogRefusal TryAppend(byte type, ReadOnlyMemory<byte> payload, out Task<long> acknowledged) => throw new NotSupportedException();

    public void Release(long sequence) => throw new NotSupportedException();

    public void Retire(long sequence) => throw new NotSupportedException();

    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(long sequence, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SyncAsync() => throw new NotSupportedException();

    public Task CompactAsync() => throw new NotSupportedException();

    public LogSnapshot Snapshot() => throw new NotSupportedException();

    public ValueTask DisposeAsync()
    {
        _closed = true;
        if (disk.Held.GetValueOrDefault(name) == this)
        {
            disk.Held.Remove(name);
        }

        return ValueTask.CompletedTask;
    }

    private async Task<long> WriteAsync(byte[][] payloads, TimeSpan upTo)
    {
        await Task.Delay(disk.Draw.Milliseconds(0, (int)upTo.TotalMilliseconds), time);
        var first = disk.Draw.Below(payloads.Length + 1);
        Fault();
        Keep(payloads.AsSpan(0, first));
        await Task.Delay(disk.Draw.Milliseconds(0, 2), time);
        Fault();
        Keep(payloads.AsSpan(first));
        await Task.Delay(disk.Draw.Milliseconds(0, 2), time);
        Fault();
        return disk.Logs[name].Count;
    }

    private void Fault()
    {
        if (_closed)
        {
            throw new JournalException(JournalErrorCodes.Closed, "the log is closed");
        }

        if (_failed || disk.Draw.Chance(disk.Faults))
        {
            _failed = true;
            throw new JournalException(JournalErrorCodes.WriteFailed, "the simulated disk failed");
        }
    }

    private void Keep(ReadOnlySpan<byte[]> payloads)
    {
        foreach (var payload in payloads)
        {
            disk.Logs[name].Add(payload);
            disk.Book?.Persisted(payload);
        }
    }
}
