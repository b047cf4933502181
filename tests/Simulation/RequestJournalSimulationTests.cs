using System.Collections.Immutable;

using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Idempotency;
using Granary.Abstractions.Requests;
using Granary.Embedded.Simulation;
using Granary.Grains;
using Granary.Grains.Executors;
using Granary.Grains.Executors.Remote;
using Granary.Grains.Requests;
using Granary.Simulation.Jobs;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Simulation;

/// <summary>The journals of requests of several silos: each is reached by its door, those that are gone are forgotten.</summary>
public sealed class RequestJournalSimulationTests
{
    [Fact]
    public void Every_silo_reaches_the_journals_of_all_others_until_they_are_gone()
    {
        using var cluster = Start("a", "b", "c");
        cluster.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cluster.Time);
            foreach (var silo in (string[])["a", "b", "c"])
            {
                Assert.Equal(new[] { "a", "b", "c" }.Where(name => name != silo), await FoundAsync(cluster, silo));
            }

            cluster.Faults.Crash("b");
            await Task.Delay(TimeSpan.FromSeconds(40), cluster.Time);
            Assert.Equal(["c"], await FoundAsync(cluster, "a"));
            Assert.Equal(["a"], await FoundAsync(cluster, "c"));
        });
    }

    [Fact]
    public void Door_to_a_life_that_is_over_has_nothing()
    {
        using var cluster = Start("a");
        cluster.Run(async () =>
        {
            var door = cluster.Client.GetGrain<IRequestJournalGrain>("b@1");
            Assert.False(await door.IsHereAsync());
            Assert.Null(await door.SummaryAsync());
            Assert.Equal(0, await door.ActAsync(DeadLetterAction.Discard, ["x"]));
        });
    }

    private static Task<List<string>> FoundAsync(EmbeddedCluster cluster, string from) => cluster.Silo(from).RunAsync(async () =>
    {
        var services = cluster.Silo(from).Services;
        var found = new List<string>();
        foreach (var key in await services.GetRequiredService<IRequestPeers>().OthersAsync())
        {
            found.Add((await services.GetRequiredService<IGrainFactory>().GetGrain<IRequestJournalGrain>(key).SummaryAsync())!.Writer);
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    });

    private static EmbeddedCluster Start(params string[] silos) => EmbeddedCluster.Start(options =>
    {
        options.Seed = 3;
        options.VirtualTimeLimit = TimeSpan.FromHours(1);
        options.Silos.Clear();
        foreach (var silo in silos)
        {
            options.Silos.Add(silo);
        }

        options.GrainAssemblies.Add(typeof(GrainsServices).Assembly);
        options.ConfigureSilo = (name, services) => services
            .AddLogging()
            .AddSingleton<IArtifactStore>(new MemoryArtifacts())
            .AddSingleton<ILabelledPools>(provided => new SimulatedLabelledPools(name, [], new RemoteBook(1), provided.GetRequiredService<TimeProvider>()))
            .AddSingleton<ILocalRequestJournal>(new NamedJournal(name))
            .AddGranaryExecutorGrains(new ConfigurationBuilder().Build())
            .AddGranaryRequestJournals();
    });

    /// <summary>Says its silo's name where the state of the writer stands.</summary>
    private sealed class NamedJournal(string name) : ILocalRequestJournal
    {
        public JournalSummary? Summary() => new(name, 0, 0, 0, 0, null, "nothing");

        public ImmutableArray<JournalEntry> List(JournalFilter filter) => [];

        public ImmutableArray<string> Ids(JournalFilter filter) => [];

        public JournalEntry? Find(string id) => null;

        public ValueTask<JournalContent?> ContentAsync(string id, CancellationToken cancellationToken) => new((JournalContent?)null);

        public ValueTask<KeptAnswer?> AnswerAsync(string id, CancellationToken cancellationToken) => new((KeptAnswer?)null);

        public int Act(DeadLetterAction action, ImmutableArray<string> ids) => ids.Length;
    }
}
