using Granary.Journal.Backends;
using Npgsql;

namespace Granary.Journal.Tests.Backends;

/// <summary>Runs where <c>GRANARY_TEST_POSTGRES</c> holds an Npgsql connection string (<c>./grains test</c> sees to it); skipped elsewhere.</summary>
public sealed class PostgresBackendTests : RecordLogSuite
{
    private static readonly string? ConnectionString = Environment.GetEnvironmentVariable("GRANARY_TEST_POSTGRES");

    private readonly string _name = "t" + Guid.NewGuid().ToString("N")[..12];

    protected override string LogName => _name;

    [Fact]
    public async Task Log_of_a_dead_process_is_adopted_with_all_it_held_and_its_old_owner_changes_nothing_more()
    {
        var dead = Backend();
        var log = await OpenAsync(dead);
        await log.AppendAsync(16, Text("one"), Token);
        await ExpireAsync();

        var living = new PostgresBackend(Options(), Clock, instruments: null);
        var abandoned = Assert.Single(await living.AbandonedAsync(_name, Token));
        var replayed = new List<LogRecord>();
        await using var adopted = await living.OpenAsync(abandoned, replayed.Add, Token);
        Assert.Equal([1L], replayed.Select(static record => record.Sequence));

        var refused = await Assert.ThrowsAsync<JournalException>(async () => await log.AppendAsync(16, Text("late"), Token));
        Assert.Equal(JournalErrorCodes.WriteFailed, refused.Code);
        Assert.Equal(LogState.Lost, log.Snapshot().State);
        Assert.Equal(2, await adopted.AppendAsync(16, Text("two"), Token));
        await log.DisposeAsync();
        Assert.Equal("two", System.Text.Encoding.UTF8.GetString((await adopted.ReadAsync(2, Token)).Span));
    }

    [Fact]
    public async Task Log_goes_on_after_its_connections_were_cut()
    {
        var backend = Backend();
        await using (var log = await OpenAsync(backend))
        {
            await log.AppendAsync(16, Text("one"), Token);
            await using (var source = NpgsqlDataSource.Create(ConnectionString!))
            await using (var cut = source.CreateCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%granary_journal%'"))
            {
                await cut.ExecuteNonQueryAsync(Token);
            }

            // The first one may meet a dead connection; then it never happened and the log goes on.
            try
            {
                await log.AppendAsync(16, Text("two"), Token);
            }
            catch (JournalException failed)
            {
                Assert.Equal(JournalErrorCodes.WriteFailed, failed.Code);
            }

            await log.AppendAsync(16, Text("three"), Token);
        }

        Assert.Contains(await ReplayAsync(backend), static record => record.Item3 == "three");
    }

    private protected override IJournalBackend Backend()
    {
        Assert.SkipWhen(
            ConnectionString is null, Environment.GetEnvironmentVariable("GRANARY_TEST_POSTGRES_MISSING") ?? "GRANARY_TEST_POSTGRES is not set");
        return new PostgresBackend(Options(), Clock, instruments: null);
    }

    private static JournalOptions Options() => new() { Backend = JournalBackends.Postgres, ConnectionString = ConnectionString ?? "" };

    private async Task ExpireAsync()
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString!);
        await using var expire = source.CreateCommand("UPDATE granary_journal_owner SET expires = now() - interval '1 second' WHERE starts_with(log, @name)");
        expire.Parameters.AddWithValue("name", _name);
        await expire.ExecuteNonQueryAsync(Token);
    }
}
