using Granary.Journal.Postgres;
using Npgsql;

namespace Granary.Journal.Backends;

/// <summary>
/// Logs as rows in PostgreSQL, for processes without a disk that outlives them. A log belongs to the process that opened it while that renews its lease;
/// afterwards any process may adopt it.
/// </summary>
internal sealed class PostgresBackend(JournalOptions options, TimeProvider time, JournalInstruments? instruments) : IJournalBackend, IAsyncDisposable
{
    // For looking at other logs now and then; a log has a source of its own.
    private readonly Lazy<NpgsqlDataSource> _looks = new(() => NpgsqlDataSource.Create(options.ConnectionString));
    private readonly string _instance = $"{Environment.MachineName}-{Guid.NewGuid():N}";

    public string Name => JournalBackends.Postgres;

    public bool IsShared => true;

    public async Task<IRecordLog> OpenAsync(string log, Action<LogRecord> replay, CancellationToken cancellationToken)
    {
        // A name with an owner in it is one of the abandoned.
        var parts = log.Split('/');
        LogName.Check(parts[0]);
        var name = parts.Length > 1 ? log : $"{log}/{_instance}";
        var source = NpgsqlDataSource.Create(options.ConnectionString);
        try
        {
            var rows = new LogRows(source, name, _instance, options.Durability);
            await rows.CreateTablesAsync(cancellationToken);
            var last = await rows.TakeOverAsync(cancellationToken);
            last = Math.Max(last, await rows.ReplayAsync(replay, cancellationToken));
            return new PostgresLog(rows, last, options, instruments, time);
        }
        catch (NpgsqlException error)
        {
            await source.DisposeAsync();
            throw new JournalException(JournalErrorCodes.Unavailable, $"The log '{name}' cannot be read from PostgreSQL: {error.Message}", error);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _looks.IsValueCreated ? _looks.Value.DisposeAsync() : ValueTask.CompletedTask;

    public async Task<IReadOnlyList<string>> AbandonedAsync(string log, CancellationToken cancellationToken)
    {
        LogName.Check(log);
        try
        {
            return await LogRows.AbandonedAsync(_looks.Value, log, _instance, cancellationToken);
        }
        catch (NpgsqlException error)
        {
            throw new JournalException(JournalErrorCodes.Unavailable, $"PostgreSQL does not say which logs were left behind: {error.Message}", error);
        }
    }
}
