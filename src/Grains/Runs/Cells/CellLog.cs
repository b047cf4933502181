using System.Buffers;
using Granary.Journal;

namespace Granary.Grains.Runs.Cells;

/// <summary>
/// The durable cells of one session of a row group. An append completes when its records are on disk. A log that failed is opened again under
/// the same name, and what it did not keep is appended anew: 1 s, 2 s and 4 s later, then it gives up. One caller at a time.
/// </summary>
internal sealed class CellLog : IAsyncDisposable
{
    private static readonly TimeSpan[] _pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    private readonly ICellLogPlaces _places;
    private readonly TimeProvider _time;
    private IRecordLog? _log;
    private long _acknowledged;
    private volatile bool _ended;

    private CellLog(ICellLogPlaces places, string name, TimeProvider time)
    {
        _places = places;
        Name = name;
        _time = time;
    }

    /// <summary>The session's log, as its place calls it.</summary>
    public string Name { get; }

    /// <summary>Replays the logs of earlier sessions and opens the session's own.</summary>
    /// <exception cref="JournalException">A log is held by another activation (<c>journal_locked</c>) or damaged.</exception>
    /// <exception cref="InvalidDataException">A record cannot be read.</exception>
    public static async Task<CellLog> OpenAsync(
        ICellLogPlaces places, string run, long group, int session, TimeProvider time, Action<CellLogEntry> replay, CancellationToken cancellationToken)
    {
        foreach (var earlier in places.Earlier(run, group, session))
        {
            await places.EndAsync(earlier);
            await using var log = await places.OpenAsync(earlier, time, Replay, cancellationToken);
        }

        var own = new CellLog(places, places.Session(run, group, session), time);
        await own.ReopenAsync(
            record =>
            {
                own._acknowledged = record.Sequence;
                Replay(record);
            },
            cancellationToken);
        places.Opened(own);
        return own;

        void Replay(LogRecord record)
        {
            if (record.Type == CellLogCodec.RecordType)
            {
                replay(CellLogCodec.Read(record.Payload.Span));
            }
        }
    }

    /// <summary>Completes when every entry is durable.</summary>
    /// <exception cref="JournalException">It could not be written, and neither could it after the last pause.</exception>
    public async Task AppendAsync(IReadOnlyList<CellLogEntry> entries, CancellationToken cancellationToken)
    {
        var payloads = Encode(entries);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                ObjectDisposedException.ThrowIf(_ended, this);
                if (_log is null)
                {
                    var kept = 0;
                    await ReopenAsync(
                        record =>
                        {
                            kept += record.Sequence > _acknowledged ? 1 : 0;
                            _acknowledged = Math.Max(_acknowledged, record.Sequence);
                        },
                        cancellationToken);
                    payloads = payloads[kept..];
                }

                if (payloads.Length > 0)
                {
                    _acknowledged = await _log!.AppendAsync(CellLogCodec.RecordType, payloads, cancellationToken);
                }

                return;
            }
            catch (Exception e) when (e is JournalException or IOException && attempt < _pauses.Length)
            {
                await CloseAsync();
                await Task.Delay(_pauses[attempt], _time, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _ended = true;
        _places.Closed(this);
        await CloseAsync();
    }

    // Numbers of appends that never happened are not used again, so records are counted, not subtracted.
    private async Task ReopenAsync(Action<LogRecord> replay, CancellationToken cancellationToken) =>
        _log = await _places.OpenAsync(Name, _time, replay, cancellationToken);

    private async Task CloseAsync()
    {
        if (_log is { } log)
        {
            _log = null;
            await log.DisposeAsync();
        }
    }

    private static ReadOnlyMemory<byte>[] Encode(IReadOnlyList<CellLogEntry> entries)
    {
        var buffer = new ArrayBufferWriter<byte>(256 * entries.Count);
        var ends = new int[entries.Count];
        for (var i = 0; i < entries.Count; i++)
        {
            CellLogCodec.Write(entries[i], buffer);
            ends[i] = buffer.WrittenCount;
        }

        var payloads = new ReadOnlyMemory<byte>[entries.Count];
        for (var i = 0; i < ends.Length; i++)
        {
            payloads[i] = buffer.WrittenMemory[(i == 0 ? 0 : ends[i - 1])..ends[i]];
        }

        return payloads;
    }
}
