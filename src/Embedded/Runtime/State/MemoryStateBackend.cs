using System.Globalization;

namespace Granary.Embedded.Runtime;

/// <summary>Kept in memory, gone with the process.</summary>
internal sealed class MemoryStateBackend : IStateBackend
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedDictionary<string, StateRecord>> _tables = new(StringComparer.Ordinal);
    private long _version;

    public ValueTask<StateRecord?> ReadAsync(string table, string key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(Table(table).GetValueOrDefault(key));
        }
    }

    public ValueTask<string> WriteAsync(
        string table, string key, ReadOnlyMemory<byte> value, string? expectedETag, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var rows = Table(table);
            var stored = rows.GetValueOrDefault(key)?.ETag;
            if (stored != expectedETag)
            {
                throw new StateConflictException(stored, expectedETag);
            }

            var etag = (++_version).ToString(CultureInfo.InvariantCulture);
            rows[key] = new StateRecord(etag, value.ToArray());
            return new(etag);
        }
    }

    public ValueTask DeleteAsync(string table, string key, string? expectedETag, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var rows = Table(table);
            var stored = rows.GetValueOrDefault(key)?.ETag;
            if (stored is not null && expectedETag is not null && stored != expectedETag)
            {
                throw new StateConflictException(stored, expectedETag);
            }

            rows.Remove(key);
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<IReadOnlyList<KeyValuePair<string, StateRecord>>> ListAsync(string table, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new([.. Table(table)]);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private SortedDictionary<string, StateRecord> Table(string name)
    {
        if (!_tables.TryGetValue(name, out var rows))
        {
            _tables.Add(name, rows = new SortedDictionary<string, StateRecord>(StringComparer.Ordinal));
        }

        return rows;
    }
}
