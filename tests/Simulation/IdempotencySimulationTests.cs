using System.Collections.Immutable;
using System.Text;

using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Idempotency;
using Granary.Embedded.Simulation;
using Granary.Grains;
using Granary.Grains.Idempotency;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Simulation;

/// <summary>Idempotency keys over two silos in virtual time: one execution, whoever asks and whatever dies.</summary>
public sealed class IdempotencySimulationTests
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    [Fact]
    public void Concurrent_claims_on_two_silos_run_once_and_the_other_gets_the_answer()
    {
        using var cluster = Start();
        cluster.Run(async () =>
        {
            var claims = await Task.WhenAll(
                On(cluster, 0, static key => key.ClaimAsync(Claim("c1", "r1"))), On(cluster, 1, static key => key.ClaimAsync(Claim("c2", "r2"))));
            Assert.Equal([IdempotencyDecisionKind.Run, IdempotencyDecisionKind.Busy], claims.Select(static claim => claim.Kind).Order());
            var (winner, loser) = claims[0].Kind == IdempotencyDecisionKind.Run ? (0, 1) : (1, 0);
            var waiting = On(cluster, loser, static key => key.WaitAsync("f", TimeSpan.FromSeconds(10)));
            Assert.Equal(IdempotencyDecisionKind.Reused, (await On(cluster, loser, static key => key.ClaimAsync(Claim("c3", "r3", "another body")))).Kind);
            Assert.True(await On(cluster, winner, key => key.CompleteAsync($"c{winner + 1}", Answer("the winner"))));
            Assert.Equal("the winner", (await waiting).Answer!.RequestId);
            Assert.Equal("{ }", Encoding.UTF8.GetString((await On(cluster, loser, static key => key.ClaimAsync(Claim("c4", "r4")))).Answer!.Body.AsSpan()));
            Assert.Equal(IdempotencyDecisionKind.Reused, (await On(cluster, loser, static key => key.ClaimAsync(Claim("c5", "r5", "another body")))).Kind);
            Assert.NotNull(await On(cluster, loser, static key => key.AnswerAsync("the winner")));
            Assert.Null(await On(cluster, loser, static key => key.AnswerAsync("r9")));
        });
    }

    [Fact]
    public void Answer_survives_the_silo_of_its_key_and_late_ends_of_older_claims_change_nothing()
    {
        using var cluster = Start();
        cluster.Run(async () =>
        {
            var key = cluster.Client.GetGrain<IIdempotencyGrain>("k");
            await key.ClaimAsync(Claim("c1", "r1"));
            await key.CompleteAsync("c1", Answer("r1"));
            cluster.Faults.Crash(SiloOf(cluster, key));
            var decision = await AskAsync(() => key.ClaimAsync(Claim("c2", "r2")));
            Assert.Equal((IdempotencyDecisionKind.Answer, "r1"), (decision.Kind, decision.RequestId));
            Assert.False(await key.CompleteAsync("c2", Answer("r2")));
            await key.FailAsync("c1", null);
            Assert.Equal(IdempotencyDecisionKind.Answer, (await key.ClaimAsync(Claim("c3", "r3"))).Kind);
        });
    }

    [Fact]
    public void Claim_survives_the_silo_of_its_key_and_is_free_when_its_own_silo_dies()
    {
        using var cluster = Start();
        cluster.Run(async () =>
        {
            var key = cluster.Client.GetGrain<IIdempotencyGrain>("k");
            await key.ClaimAsync(Claim("c1", "r1"));
            cluster.Faults.Crash(SiloOf(cluster, key));
            Assert.Equal(IdempotencyDecisionKind.Busy, (await AskAsync(() => key.ClaimAsync(Claim("c2", "r2")))).Kind);
            Assert.True(await key.RenewAsync("c1"));

            // Whoever held c1 renews no more: its process is gone.
            await Task.Delay(IdempotencyRules.Lease + TimeSpan.FromSeconds(1), cluster.Time);
            Assert.Equal(IdempotencyDecisionKind.Run, (await key.ClaimAsync(Claim("c2", "r2"))).Kind);
            Assert.False(await key.RenewAsync("c1"));
            Assert.False(await key.CompleteAsync("c1", Answer("r1")));
        });
    }

    [Fact]
    public void Recovery_of_the_request_that_holds_the_key_takes_it_over_at_once()
    {
        using var cluster = Start();
        cluster.Run(async () =>
        {
            var key = cluster.Client.GetGrain<IIdempotencyGrain>("k");
            await key.ClaimAsync(Claim("c1", "r1"));
            Assert.Equal(IdempotencyDecisionKind.Run, (await key.ClaimAsync(Claim("c2", "r1"))).Kind);
            Assert.False(await key.CompleteAsync("c1", Answer("r1")));
            Assert.True(await key.CompleteAsync("c2", Answer("r1")));
        });
    }

    [Fact]
    public void Failure_is_told_to_who_waits_and_frees_the_key()
    {
        using var cluster = Start();
        cluster.Run(async () =>
        {
            var key = cluster.Client.GetGrain<IIdempotencyGrain>("k");
            await key.ClaimAsync(Claim("c1", "r1"));
            var waiting = key.WaitAsync("f", TimeSpan.FromSeconds(10));
            await Task.Delay(TimeSpan.FromSeconds(1), cluster.Time);
            await key.FailAsync("c1", Answer("r1") with { Status = 502 });
            Assert.Equal(502, (await waiting).Answer!.Status);
            Assert.Equal(IdempotencyDecisionKind.Run, (await key.ClaimAsync(Claim("c2", "r2", "another body"))).Kind);
        });
    }

    [Fact]
    public void Answer_is_given_for_the_window_and_then_the_request_runs_anew_and_nothing_is_left()
    {
        using var cluster = Start();
        cluster.Run(async () =>
        {
            var key = cluster.Client.GetGrain<IIdempotencyGrain>("k");
            await key.ClaimAsync(Claim("c1", "r1"));
            await key.CompleteAsync("c1", Answer("r1"));
            await Task.Delay(Window - TimeSpan.FromMinutes(1), cluster.Time);
            Assert.Equal(IdempotencyDecisionKind.Answer, (await key.ClaimAsync(Claim("c2", "r2"))).Kind);
            await Task.Delay(TimeSpan.FromMinutes(2), cluster.Time);
            Assert.Equal(IdempotencyDecisionKind.Run, (await key.ClaimAsync(Claim("c3", "r3"))).Kind);
            await key.CompleteAsync("c3", Answer("r3"));
            Assert.Equal(1, (await Index(cluster).ViewAsync()).Keys);
            await Task.Delay(Window + TimeSpan.FromHours(3), cluster.Time);
            Assert.Equal(0, (await Index(cluster).ViewAsync()).Keys);
            Assert.Null(await key.AnswerAsync("r3"));
        });
    }

    [Fact]
    public void Above_the_bound_the_oldest_finished_key_goes_counted_and_a_running_one_stays()
    {
        using var cluster = Start(maxEntries: 3);
        cluster.Run(async () =>
        {
            await cluster.Client.GetGrain<IIdempotencyGrain>("running").ClaimAsync(Claim("c", "r"));
            for (var i = 0; i < 5; i++)
            {
                var key = cluster.Client.GetGrain<IIdempotencyGrain>($"k{i}");
                await key.ClaimAsync(Claim($"c{i}", $"r{i}"));
                await key.CompleteAsync($"c{i}", Answer($"r{i}"));
                await Task.Delay(TimeSpan.FromSeconds(1), cluster.Time);
            }

            var view = await Index(cluster).ViewAsync();
            Assert.Equal((3, 3L), (view.Keys, view.Evicted));
            Assert.Null(await cluster.Client.GetGrain<IIdempotencyGrain>("k0").AnswerAsync("r0"));
            Assert.NotNull(await cluster.Client.GetGrain<IIdempotencyGrain>("k4").AnswerAsync("r4"));
            Assert.Equal(IdempotencyDecisionKind.Busy, (await cluster.Client.GetGrain<IIdempotencyGrain>("running").ClaimAsync(Claim("d", "s"))).Kind);
        });
    }

    [Fact]
    public void Many_keys_fill_pages_and_all_expire()
    {
        using var cluster = Start();
        cluster.Run(async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, 600).Select(async i =>
            {
                var key = cluster.Client.GetGrain<IIdempotencyGrain>($"k{i}");
                await key.ClaimAsync(Claim($"c{i}", $"r{i}"));
                await key.CompleteAsync($"c{i}", Answer($"r{i}"));
            }));
            Assert.Equal(600, (await Index(cluster).ViewAsync()).Keys);
            await Task.Delay(Window + TimeSpan.FromHours(5), cluster.Time);
            Assert.Equal(0, (await Index(cluster).ViewAsync()).Keys);
        });
    }

    private static EmbeddedCluster Start(int maxEntries = 100_000) => EmbeddedCluster.Start(options =>
    {
        options.Seed = 1;
        options.VirtualTimeLimit = TimeSpan.FromDays(10);
        options.GrainAssemblies.Add(typeof(GrainsServices).Assembly);
        options.ConfigureSilo = (_, services) => services
            .AddLogging()
            .AddSingleton<IArtifactStore, NoArtifacts>()
            .AddGranaryIdempotency(new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { ["Idempotency:MaxEntries"] = $"{maxEntries}" }).Build());
    });

    private static Task<T> On<T>(EmbeddedCluster cluster, int silo, Func<IIdempotencyGrain, Task<T>> ask) => cluster.Silos[silo].RunAsync(
        () => ask(cluster.Silos[silo].Services.GetRequiredService<IGrainFactory>().GetGrain<IIdempotencyGrain>("k")));

    private static string SiloOf(EmbeddedCluster cluster, IIdempotencyGrain key) =>
        cluster.Silos.Single(silo => silo.ActiveGrains.Contains(key.GetGrainId())).Name;

    private static IIdempotencyIndexGrain Index(EmbeddedCluster cluster) => cluster.Client.GetGrain<IIdempotencyIndexGrain>("t");

    private static IdempotencyClaim Claim(string claim, string request, string fingerprint = "f") => new(claim, request, "t", fingerprint);

    private static KeptAnswer Answer(string request) => new(
        request, 200, [new AnswerHeader("Content-Type", "application/json")], ImmutableArray.Create("{ }"u8), null, 3, Kept: true);

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (SiloUnavailableException)
            {
                // It was on the silo that died.
            }
        }
    }

    private sealed class NoArtifacts : IArtifactStore
    {
        public string Locate(string name) => name;

        public Task<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken) => Task.FromResult<Stream?>(null);

        public Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<ArtifactInfo>> ListAsync(string prefix, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ArtifactInfo>>([]);
    }
}
