using System.Collections.Concurrent;
using System.Text.Json;

namespace Granary.Journal.Requests;

/// <summary>
/// Recoverable requests on disk, in a keyed store of their own: <c>entry</c> (header and progress), <c>content</c> (the request, written before its
/// entry) and <c>answer</c> (written before the entry says so) by id. Content or an answer without an entry is what a crash left and is removed when
/// the store is opened. Thread-safe for different ids; the steps of one id come one after the other.
/// </summary>
public sealed class RequestStore : IAsyncDisposable
{
    private const string EntryTable = "entry";
    private const string ContentTable = "content";
    private const string AnswerTable = "answer";

    private readonly KeyedStore _store;
    private readonly ConcurrentDictionary<string, string> _versions = new(StringComparer.Ordinal);

    private RequestStore(KeyedStore store) => _store = store;

    /// <summary>The store at this moment.</summary>
    public KeyedStoreSnapshot Snapshot => _store.Snapshot();

    /// <summary>What opening had to repair.</summary>
    public LogRepair Repair => _store.Repair;

    /// <summary>Opens the store in a folder of its own and hands every entry to <paramref name="load"/>, oldest first.</summary>
    /// <exception cref="JournalException">Locked, corrupt or newer; see <see cref="JournalErrorCodes"/>.</exception>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public static async Task<RequestStore> OpenAsync(
        string folder, KeyedStoreOptions options, TimeProvider time, Action<StoredRequest> load, CancellationToken cancellationToken)
    {
        var store = new RequestStore(await KeyedStore.OpenAsync(folder, options, time, cancellationToken));
        try
        {
            await store.LoadAsync(load, cancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes a new entry with its content; completes when both are durable.</summary>
    /// <exception cref="JournalException">It is not stored, or (<c>journal_write_failed</c>) that is unknown until the store is opened again.</exception>
    public async ValueTask AcceptAsync(StoredRequest request, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        // Both take their place at once, content first, and share a sync.
        var written = _store.PutAsync(ContentTable, request.Header.Id, content, null, cancellationToken).AsTask();
        var entered = _store.PutAsync(EntryTable, request.Header.Id, Encode(request), null, cancellationToken).AsTask();
        await Task.WhenAll(written, entered);
        _versions[request.Header.Id] = await entered;
    }

    /// <summary>Replaces an entry's progress; completes when that is durable.</summary>
    /// <inheritdoc cref="AcceptAsync" path="/exception"/>
    public async ValueTask WriteAsync(StoredRequest request)
    {
        var version = await _store.PutAsync(
            EntryTable, request.Header.Id, Encode(request), _versions.GetValueOrDefault(request.Header.Id), CancellationToken.None);
        _versions[request.Header.Id] = version;
    }

    /// <summary>Replaces an entry's progress and then removes its content.</summary>
    /// <inheritdoc cref="AcceptAsync" path="/exception"/>
    public async ValueTask FinishAsync(StoredRequest request)
    {
        await WriteAsync(request);
        await _store.DeleteAsync(ContentTable, request.Header.Id, null, CancellationToken.None);
    }

    /// <summary>Removes everything of an entry; the entry first, so that a crash leaves nothing that could run.</summary>
    /// <inheritdoc cref="AcceptAsync" path="/exception"/>
    public async ValueTask ForgetAsync(string id)
    {
        var entry = _store.DeleteAsync(EntryTable, id, null, CancellationToken.None).AsTask();
        var content = _store.DeleteAsync(ContentTable, id, null, CancellationToken.None).AsTask();
        var answer = _store.DeleteAsync(AnswerTable, id, null, CancellationToken.None).AsTask();
        await Task.WhenAll(entry, content, answer);
        _versions.TryRemove(id, out _);
    }

    /// <summary>The request as it was handed in, or null.</summary>
    public ReadOnlyMemory<byte>? Content(string id) => _store.Get(ContentTable, id)?.Payload;

    /// <summary>Writes an answer, replacing one of an earlier attempt.</summary>
    /// <inheritdoc cref="AcceptAsync" path="/exception"/>
    public async ValueTask WriteAnswerAsync(string id, ReadOnlyMemory<byte> answer) =>
        await _store.PutAsync(AnswerTable, id, answer, _store.Get(AnswerTable, id)?.ETag, CancellationToken.None);

    /// <summary>The stored answer, or null.</summary>
    public ReadOnlyMemory<byte>? Answer(string id) => _store.Get(AnswerTable, id)?.Payload;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static byte[] Encode(StoredRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, JsonSerializerOptions.Web);

    private async Task LoadAsync(Action<StoredRequest> load, CancellationToken cancellationToken)
    {
        foreach (var (id, entry) in _store.List(EntryTable))
        {
            var request = JsonSerializer.Deserialize<StoredRequest>(entry.Payload.Span, JsonSerializerOptions.Web)
                ?? throw new JournalException(JournalErrorCodes.Corrupt, $"The entry of request {id} is empty.");
            _versions[id] = entry.ETag;
            load(request);
        }

        foreach (var table in (string[])[ContentTable, AnswerTable])
        {
            foreach (var (id, _) in _store.List(table))
            {
                if (!_versions.ContainsKey(id))
                {
                    await _store.DeleteAsync(table, id, null, cancellationToken);
                }
            }
        }
    }
}
