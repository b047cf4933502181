using System.Collections.Concurrent;

namespace Granary.Journal.Requests;

/// <summary>
/// Recoverable requests on a record log. The life of an entry on disk: accepted, with the content, before its handler runs → a progress record for
/// each step, which holds the entry whole, so that the newest one is enough → an answer, written before the progress that speaks of it → forgotten.
/// What a newer durable record makes worthless is released; only sequences are kept in memory, content and answers are read when asked for.
/// <para>Thread-safe for different ids; the steps of one id come one after the other.</para>
/// </summary>
public sealed class RequestLog : IAsyncDisposable
{
    /// <summary>Name of the log among those of the process.</summary>
    public const string Name = "requests";

    private readonly IRecordLog _log;
    private readonly ConcurrentDictionary<string, RequestPlaces> _places;

    private RequestLog(IRecordLog log, ConcurrentDictionary<string, RequestPlaces> places)
    {
        _log = log;
        _places = places;
    }

    /// <summary>It holds no entry.</summary>
    public bool IsEmpty => _places.IsEmpty;

    /// <summary>The log under it at this moment.</summary>
    public LogSnapshot Snapshot() => _log.Snapshot();

    /// <summary>What opening had to repair.</summary>
    public LogRepair Repair => _log.Repair;

    /// <summary>Opens the log of this process and hands every entry that is not forgotten to <paramref name="load"/>, oldest first.</summary>
    /// <exception cref="JournalException">Locked, corrupt or newer; see <see cref="JournalErrorCodes"/>.</exception>
    public static Task<RequestLog> OpenAsync(IJournalBackend backend, Action<StoredRequest> load, CancellationToken cancellationToken) =>
        OpenAsync(backend, Name, load, cancellationToken);

    /// <summary>Opens one of the abandoned, by the name that <see cref="IJournalBackend.AbandonedAsync"/> gave it.</summary>
    /// <inheritdoc cref="OpenAsync(IJournalBackend, Action{StoredRequest}, CancellationToken)" path="/exception"/>
    public static async Task<RequestLog> OpenAsync(IJournalBackend backend, string name, Action<StoredRequest> load, CancellationToken cancellationToken)
    {
        var replay = new RequestLogReplay();
        var log = await backend.OpenAsync(name, replay.Take, cancellationToken);
        try
        {
            var places = replay.Finish(log);
            foreach (var request in replay.Entries)
            {
                load(request);
            }

            return new RequestLog(log, places);
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes a new entry with its content. Answers at once if the log takes no new work; otherwise <paramref name="durable"/> ends when it is durable.</summary>
    public LogRefusal TryAccept(StoredRequest request, ReadOnlySpan<byte> content, out Task durable)
    {
        var refusal = _log.TryAppend(RequestRecordTypes.Accepted, RequestRecord.OfEntry(request, content), out var acknowledged);
        durable = refusal == LogRefusal.None ? KeepAsync(request.Header.Id, acknowledged) : Task.CompletedTask;
        return refusal;
    }

    /// <summary>Writes where an entry stands; completes when that is durable.</summary>
    /// <exception cref="JournalException">See <see cref="IRecordLog.AppendAsync(byte, ReadOnlyMemory{byte}, CancellationToken)"/>.</exception>
    public async ValueTask WriteAsync(StoredRequest request)
    {
        var sequence = await _log.AppendAsync(RequestRecordTypes.Progress, RequestRecord.OfEntry(request, default), CancellationToken.None);
        if (_places.TryGetValue(request.Header.Id, out var places))
        {
            Release(places.Progress);
            places.Progress = sequence;
        }
    }

    /// <summary>Writes how an entry ended, after which its content is needed no more.</summary>
    /// <inheritdoc cref="WriteAsync" path="/exception"/>
    public async ValueTask FinishAsync(StoredRequest request)
    {
        await WriteAsync(request);
        if (_places.TryGetValue(request.Header.Id, out var places))
        {
            Release(places.Accepted);
            places.Accepted = 0;
        }
    }

    /// <summary>Writes that an entry is over in every respect; completes when that is durable.</summary>
    /// <inheritdoc cref="WriteAsync" path="/exception"/>
    public async ValueTask ForgetAsync(string id)
    {
        var end = await _log.AppendAsync(RequestRecordTypes.Forgotten, RequestRecord.OfId(id, default), CancellationToken.None);
        if (_places.TryRemove(id, out var places))
        {
            Release(places.Accepted);
            Release(places.Progress);
            Release(places.Answer);
        }

        _log.Retire(end);
    }

    /// <summary>Writes an answer, replacing one of an earlier attempt; completes when it is durable.</summary>
    /// <inheritdoc cref="WriteAsync" path="/exception"/>
    public async ValueTask WriteAnswerAsync(string id, ReadOnlyMemory<byte> answer)
    {
        var sequence = await _log.AppendAsync(RequestRecordTypes.Answer, RequestRecord.OfId(id, answer.Span), CancellationToken.None);
        if (_places.TryGetValue(id, out var places))
        {
            Release(places.Answer);
            places.Answer = sequence;
        }
    }

    /// <summary>The content that the entry was accepted with, or null if it is kept no more.</summary>
    /// <exception cref="JournalException">Its bytes are damaged.</exception>
    public ValueTask<ReadOnlyMemory<byte>?> ContentAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(_places.TryGetValue(id, out var places) ? places.Accepted : 0, cancellationToken);

    /// <summary>The newest answer of the entry, or null.</summary>
    /// <exception cref="JournalException">Its bytes are damaged.</exception>
    public ValueTask<ReadOnlyMemory<byte>?> AnswerAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(_places.TryGetValue(id, out var places) ? places.Answer : 0, cancellationToken);

    /// <inheritdoc cref="IRecordLog.CompactAsync"/>
    public Task CompactAsync() => _log.CompactAsync();

    /// <summary>Closes the log; what was accepted by it is written.</summary>
    public ValueTask DisposeAsync() => _log.DisposeAsync();

    private async Task KeepAsync(string id, Task<long> acknowledged) => _places[id] = new RequestPlaces { Accepted = await acknowledged };

    private async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(long sequence, CancellationToken cancellationToken)
    {
        if (sequence == 0)
        {
            return null;
        }

        try
        {
            return RequestRecord.Content(sequence, await _log.ReadAsync(sequence, cancellationToken));
        }
        catch (KeyNotFoundException)
        {
            // It ended between the look and the reading.
            return null;
        }
    }

    private void Release(long sequence)
    {
        if (sequence > 0)
        {
            _log.Release(sequence);
        }
    }
}
