namespace Granary.Journal.Writing;

/// <summary>The way of an append into a log: checked, given its place in the queue, awaited and measured. Thread-safe.</summary>
internal sealed class Appender(AppendQueue queue, int maxRecord, Durability mode, JournalInstruments? instruments, TimeProvider time)
{
    /// <inheritdoc cref="IRecordLog.AppendAsync(byte, IReadOnlyList{ReadOnlyMemory{byte}}, CancellationToken)"/>
    public async ValueTask<long> AppendAsync(byte type, IReadOnlyList<ReadOnlyMemory<byte>> payloads, CancellationToken cancellationToken)
    {
        var request = new AppendRequest(type, payloads);
        await AcceptAsync(request, cancellationToken);
        return await AcknowledgedAsync(request);
    }

    /// <inheritdoc cref="IRecordLog.TryAppend"/>
    public LogRefusal TryAppend(byte type, ReadOnlyMemory<byte> payload, out Task<long> acknowledged)
    {
        var request = new AppendRequest(type, [payload]);
        AppendCheck.Throw(request, maxRecord);
        var refusal = queue.TryAccept(request);
        acknowledged = refusal == LogRefusal.None ? AcknowledgedAsync(request) : Task.FromResult(0L);
        return refusal;
    }

    /// <summary>Completes when the append has its sequence and its place; it is carried out from there on.</summary>
    public ValueTask AcceptAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        AppendCheck.Throw(request, maxRecord);
        return queue.AcceptAsync(request, cancellationToken);
    }

    private async Task<long> AcknowledgedAsync(AppendRequest request)
    {
        if (instruments is null)
        {
            return await request.Acknowledged;
        }

        var began = time.GetTimestamp();
        var sequence = await request.Acknowledged;
        instruments.Appended(time.GetElapsedTime(began), mode);
        return sequence;
    }
}
