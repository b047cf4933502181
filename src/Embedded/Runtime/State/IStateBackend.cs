namespace Granary.Embedded.Runtime;

/// <summary>Where grain states and reminders are kept. Thread-safe.</summary>
internal interface IStateBackend : IAsyncDisposable
{
    ValueTask<StateRecord?> ReadAsync(string table, string key, CancellationToken cancellationToken);

    /// <summary>Writes and returns the new version. <paramref name="expectedETag"/> null: there must be none yet.</summary>
    /// <exception cref="StateConflictException">There is another version.</exception>
    ValueTask<string> WriteAsync(string table, string key, ReadOnlyMemory<byte> value, string? expectedETag, CancellationToken cancellationToken);

    /// <summary>Removes. <paramref name="expectedETag"/> null: whatever is there. Removing what is absent succeeds.</summary>
    /// <exception cref="StateConflictException">There is another version.</exception>
    ValueTask DeleteAsync(string table, string key, string? expectedETag, CancellationToken cancellationToken);

    /// <summary>All of a table, in the order of keys.</summary>
    ValueTask<IReadOnlyList<KeyValuePair<string, StateRecord>>> ListAsync(string table, CancellationToken cancellationToken);
}
