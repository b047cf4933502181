using Npgsql;
using NpgsqlTypes;

namespace Granary.Journal.Postgres;

/// <summary>
/// The rows of one log in PostgreSQL and the lease on it. Table <c>granary_journal</c> holds records, <c>granary_journal_owner</c> per log its owner, epoch,
/// lease and the newest sequence it gave. Every change names the epoch: one of a process that lost the log changes nothing. Methods without Async block;
/// they are for the writer's thread.
/// </summary>
internal sealed class LogRows(NpgsqlDataSource source, string log, string owner, Durability durability) : IAsyncDisposable
{
    /// <summary>A lease's life; it is renewed at a third of it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private const string Owned = "SELECT 1 FROM granary_journal_owner WHERE log = @log AND epoch = @epoch FOR SHARE";

    private long _epoch;

    /// <summary>Name of the log.</summary>
    public string Log => log;

    /// <summary>Logs of a name whose lease ran out, that hold records and belong to somebody else. Long empty ones are forgotten on the way.</summary>
    public static async Task<IReadOnlyList<string>> AbandonedAsync(NpgsqlDataSource source, string name, string self, CancellationToken cancellationToken)
    {
        await using var tables = source.CreateCommand("SELECT to_regclass('granary_journal_owner') IS NOT NULL");
        if (await tables.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return [];
        }

        await using var forget = source.CreateCommand(
            "DELETE FROM granary_journal_owner o WHERE starts_with(log, @prefix) AND expires < now() - interval '1 day' "
            + "AND NOT EXISTS (SELECT 1 FROM granary_journal r WHERE r.log = o.log)");
        forget.Parameters.AddWithValue("prefix", name + "/");
        await forget.ExecuteNonQueryAsync(cancellationToken);
        await using var command = source.CreateCommand(
            "SELECT log FROM granary_journal_owner o WHERE starts_with(log, @prefix) AND expires < now() AND owner <> @self "
            + "AND EXISTS (SELECT 1 FROM granary_journal r WHERE r.log = o.log) ORDER BY log");
        command.Parameters.AddWithValue("prefix", name + "/");
        command.Parameters.AddWithValue("self", self);
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    /// <summary>
    /// Makes the tables unless they are there. Processes that start at once do it one after the other; where somebody made them before, no right to is needed.
    /// </summary>
    public async Task CreateTablesAsync(CancellationToken cancellationToken)
    {
        await using var look = source.CreateCommand("SELECT to_regclass('granary_journal') IS NOT NULL AND to_regclass('granary_journal_owner') IS NOT NULL");
        if (await look.ExecuteScalarAsync(cancellationToken) is true)
        {
            return;
        }

        await using var command = source.CreateCommand(
            """
            BEGIN;
            SELECT pg_advisory_xact_lock(7205759403792794);
            CREATE TABLE IF NOT EXISTS granary_journal (
                log text NOT NULL, sequence bigint NOT NULL, type smallint NOT NULL, version smallint NOT NULL, payload bytea NOT NULL,
                PRIMARY KEY (log, sequence));
            CREATE TABLE IF NOT EXISTS granary_journal_owner (
                log text PRIMARY KEY, owner text NOT NULL, epoch bigint NOT NULL, expires timestamptz NOT NULL, last bigint NOT NULL);
            COMMIT;
            """);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Takes the lease under a new epoch; returns the newest sequence ever given.</summary>
    /// <exception cref="JournalException"><c>journal_locked</c>: its owner is alive.</exception>
    public async Task<long> TakeOverAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            INSERT INTO granary_journal_owner AS o (log, owner, epoch, expires, last) VALUES (@log, @owner, 1, now() + @lease, 0)
            ON CONFLICT (log) DO UPDATE SET owner = @owner, epoch = o.epoch + 1, expires = now() + @lease WHERE o.expires < now()
            RETURNING epoch, last
            """);
        command.Parameters.AddWithValue("log", log);
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("lease", Lease);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            throw new JournalException(JournalErrorCodes.Locked, $"The log '{log}' in PostgreSQL is held by a living process; its lease ends {Lease.TotalSeconds} s after that stops.");
        }

        _epoch = reader.GetInt64(0);
        return reader.GetInt64(1);
    }

    /// <summary>Hands every record to its owner; returns the newest sequence.</summary>
    public async Task<long> ReplayAsync(Action<LogRecord> replay, CancellationToken cancellationToken)
    {
        var last = 0L;
        await using var command = source.CreateCommand("SELECT sequence, type, version, payload FROM granary_journal WHERE log = @log ORDER BY sequence");
        command.Parameters.AddWithValue("log", log);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            last = reader.GetInt64(0);
            if (reader.GetInt16(2) != Format.RecordHeader.CurrentVersion)
            {
                throw new JournalException(JournalErrorCodes.Newer, $"The log '{log}' holds a record of version {reader.GetInt16(2)} (sequence {last}), written by a newer release.");
            }

            replay(new LogRecord(last, (byte)reader.GetInt16(1), reader.GetFieldValue<byte[]>(3)));
        }

        return last;
    }

    /// <summary>Reads one record; null if it is not there.</summary>
    public async Task<byte[]?> ReadAsync(long sequence, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT payload FROM granary_journal WHERE log = @log AND sequence = @sequence");
        command.Parameters.AddWithValue("log", log);
        command.Parameters.AddWithValue("sequence", sequence);
        return (byte[]?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Writes a batch in one statement; false if the log belongs to somebody else by now.</summary>
    public bool Insert(long[] sequences, short[] types, byte[][] payloads)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(
            "INSERT INTO granary_journal (log, sequence, type, version, payload) "
            + $"SELECT @log, s, t, 1, p FROM unnest(@sequences, @types, @payloads) AS r(s, t, p) WHERE EXISTS ({Owned})",
            connection);
        Name(command);
        command.Parameters.AddWithValue("sequences", sequences);
        command.Parameters.AddWithValue("types", types);
        command.Parameters.Add(new NpgsqlParameter("payloads", NpgsqlDbType.Array | NpgsqlDbType.Bytea) { Value = payloads });
        return command.ExecuteNonQuery() == sequences.Length;
    }

    /// <summary>Removes records in one statement and remembers the newest sequence given, which is never given again.</summary>
    public bool Delete(long[] sequences, long last) => Change(
        $"WITH gone AS (DELETE FROM granary_journal WHERE log = @log AND sequence = ANY(@sequences) AND EXISTS ({Owned})) "
        + "UPDATE granary_journal_owner SET last = greatest(last, @last) WHERE log = @log AND epoch = @epoch",
        last,
        sequences);

    /// <summary>Makes what was written above a sequence never have happened.</summary>
    public bool Void(long above, long last) => Change(
        $"WITH gone AS (DELETE FROM granary_journal WHERE log = @log AND sequence > @above AND EXISTS ({Owned})) "
        + "UPDATE granary_journal_owner SET last = greatest(last, @last) WHERE log = @log AND epoch = @epoch",
        last,
        above: above);

    /// <summary>Renews the lease, or ends it; false if the log belongs to somebody else by now.</summary>
    public bool Renew(bool end) => Change(
        $"UPDATE granary_journal_owner SET expires = now(){(end ? "" : " + @lease")}, last = greatest(last, @last) WHERE log = @log AND epoch = @epoch", 0);

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private bool Change(string sql, long last, long[]? sequences = null, long above = 0)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql, connection);
        Name(command);
        command.Parameters.AddWithValue("last", last);
        command.Parameters.AddWithValue("above", above);
        command.Parameters.AddWithValue("lease", Lease);
        command.Parameters.AddWithValue("sequences", sequences ?? []);
        return command.ExecuteNonQuery() > 0;
    }

    private void Name(NpgsqlCommand command)
    {
        command.Parameters.AddWithValue("log", log);
        command.Parameters.AddWithValue("epoch", _epoch);
    }

    // The mode of a pooled connection is set on every use: another log of the process may have set another.
    private NpgsqlConnection Open()
    {
        var connection = source.OpenConnection();
        using var mode = new NpgsqlCommand($"SET synchronous_commit = {(durability == Durability.Always ? "on" : "off")}", connection);
        mode.ExecuteNonQuery();
        return connection;
    }
}
