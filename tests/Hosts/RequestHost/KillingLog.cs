using System.Diagnostics;

using Granary.Journal;

namespace Granary.RequestHost;

/// <summary>
/// A log of requests whose process kills itself at a named point: <c>accepted</c> (an entry is durable, its handler has not begun), <c>handled</c> (the handler
/// ended, nothing says so yet), <c>queued</c> (its end has a place in the log, and nobody was told).
/// </summary>
internal sealed class KillingLog(IRecordLog log, string point) : IRecordLog
{
    // Docs of recoverable requests: where an entry stands, and that it is over.
    private const byte Progress = 17;
    private const byte Forgotten = 19;

    public LogRepair Repair => log.Repair;

    public ValueTask<long> AppendAsync(byte type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var isEnd = type is Progress or Forgotten;
        KillAt("handled", isEnd);
        var appended = log.AppendAsync(type, payload, cancellationToken);
        KillAt("queued", isEnd);
        return appended;
    }

    public ValueTask<long> AppendAsync(byte type, IReadOnlyList<ReadOnlyMemory<byte>> payloads, CancellationToken cancellationToken) =>
        log.AppendAsync(type, payloads, cancellationToken);

    public LogRefusal TryAppend(byte type, ReadOnlyMemory<byte> payload, out Task<long> acknowledged)
    {
        var refusal = log.TryAppend(type, payload, out var durable);
        acknowledged = KillWhenDurableAsync(durable);
        return refusal;
    }

    public void Release(long sequence) => log.Release(sequence);

    public void Retire(long sequence) => log.Retire(sequence);

    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(long sequence, CancellationToken cancellationToken) => log.ReadAsync(sequence, cancellationToken);

    public Task SyncAsync() => log.SyncAsync();

    public Task CompactAsync() => log.CompactAsync();

    public LogSnapshot Snapshot() => log.Snapshot();

    public ValueTask DisposeAsync() => log.DisposeAsync();

    private async Task<long> KillWhenDurableAsync(Task<long> durable)
    {
        var sequence = await durable;
        KillAt("accepted", isThere: true);
        return sequence;
    }

    private void KillAt(string here, bool isThere)
    {
        if (isThere && point == here)
        {
            Process.GetCurrentProcess().Kill();
            Thread.CurrentThread.Join();
        }
    }
}
