using Granary.TestKit;
using Granary.TestKit.Processes;

using Npgsql;

namespace Granary.EndToEnd;

/// <summary>
/// Two processes that share a journal in PostgreSQL. Runs where <c>GRANARY_TEST_POSTGRES</c> holds an Npgsql connection string (<c>./grains test</c> sees to it);
/// skipped elsewhere. It takes as long as a living process waits until it takes a log over.
/// </summary>
public sealed class AdoptionTests : IDisposable
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("GRANARY_TEST_POSTGRES");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Requests_of_a_killed_process_are_run_again_by_one_that_lives_each_once()
    {
        Assert.SkipWhen(Server is null, Environment.GetEnvironmentVariable("GRANARY_TEST_POSTGRES_MISSING") ?? "GRANARY_TEST_POSTGRES is not set");
        var cancellation = TestContext.Current.CancellationToken;
        await using var database = await OwnDatabase.CreateAsync(Server!, cancellation);
        string[] settings = ["--Journal:Backend", "postgres", "--Journal:ConnectionString", database.ConnectionString];
        await using var living = await RequestHostProcess.StartAsync(_folder.Path, settings);
        await living.WorkAsync("finish before", cancellation);
        string id;
        await using (var dying = await RequestHostProcess.StartAsync(_folder.Path, settings))
        {
            var calls = Enumerable.Range(0, 10).Select(i => dying.WorkAsync($"hang {i}", cancellation)).ToList();
            await dying.LineAsync(@"^RUNS 10\.");
            await dying.KillAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => Task.WhenAll(calls));
            id = dying.Runs().Single(static run => run.Body == "hang 7").RequestId;
        }

        // The dead one's lease would end after 30 s; the living one does not mind and renews its own.
        await database.RunAsync("UPDATE granary_journal_owner SET expires = now() - interval '1 second'", cancellation);
        await living.LineAsync(@"^RUNS 11\.");
        await living.UntilIdleAsync(cancellation);
        Assert.Equal(
            [.. Enumerable.Range(0, 10).Select(static i => $"hang {i}")], living.Done().Where(static body => body.StartsWith("hang", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(living.Runs().Where(static run => run.Body.StartsWith("hang", StringComparison.Ordinal)), static run => Assert.Equal("1", run.Attempt));
        Assert.Equal("did hang 7", await living.Http.GetStringAsync($"v1/requests/{id}/response", cancellation));
        Assert.Equal(1, (await living.GetAsync("admin/journal", cancellation)).GetProperty("adopted").GetInt32());
        await living.KillAsync();
    }

    /// <summary>A database that goes with the test.</summary>
    private sealed class OwnDatabase(string server, string name) : IAsyncDisposable
    {
        public string ConnectionString => new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;

        public static async Task<OwnDatabase> CreateAsync(string server, CancellationToken cancellationToken)
        {
            var database = new OwnDatabase(server, $"granary_{Guid.NewGuid():N}");
            await RunAsync(server, $"CREATE DATABASE {database.Name}", cancellationToken);
            return database;
        }

        public Task RunAsync(string sql, CancellationToken cancellationToken) => RunAsync(ConnectionString, sql, cancellationToken);

        public async ValueTask DisposeAsync() => await RunAsync(server, $"DROP DATABASE {name} WITH (FORCE)", CancellationToken.None);

        private string Name => name;

        private static async Task RunAsync(string connectionString, string sql, CancellationToken cancellationToken)
        {
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
