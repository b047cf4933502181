using Granary.Journal;

namespace Granary.Embedded.Runtime;

/// <summary>Kept in a folder, crash-safe.</summary>
internal sealed class KeyedStateBackend(KeyedStore store) : IStateBackend
{
    public static async Task<KeyedStateBackend> OpenAsync(string folder, TimeProvider time, CancellationToken cancellationToken) =>
        new(await KeyedStore.OpenAsync(folder, time, cancellationToken));

    public ValueTask<StateRecord?> ReadAsync(string table, string key, CancellationToken cancellationToken) =>
        new(store.Get(table, key) is { } entry ? new StateRecord(entry.ETag, entry.Payload) : null);

    public async ValueTask<string> WriteAsync(
        string table, string key, ReadOnlyMemory<byte> value, string? expectedETag, CancellationToken cancellationToken)
    {
        try
        {
            return await store.PutAsync(table, key, value, expectedETag, cancellationToken);
        }
        catch (ETagMismatchException conflict)
        {
            throw new StateConflictException(conflict.Stored, conflict.Expected, conflict);
        }
    }

    public async ValueTask DeleteAsync(string table, string key, string? expectedETag, CancellationToken cancellationToken)
    {
        try
        {
            await store.DeleteAsync(table, key, expectedETag, cancellationToken);
        }
        catch (ETagMismatchException conflict)
        {
            throw new StateConflictException(conflict.Stored, conflict.Expected, conflict);
        }
    }

    public ValueTask<IReadOnlyList<KeyValuePair<string, StateRecord>>> ListAsync(string table, CancellationToken cancellationToken) =>
        new([.. store.List(table).Select(e => KeyValuePair.Create(e.Key, new StateRecord(e.Value.ETag, e.Value.Payload)))]);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
