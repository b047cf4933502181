using System.Text;

using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Executors;
using Granary.Embedded.Simulation;
using Granary.Executors;
using Granary.Grains;
using Granary.Grains.Executors;
using Granary.Grains.Executors.Remote;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Simulation.Jobs;

/// <summary>Remote pools on simulated silos: one that serves callers, and those that carry the label.</summary>
public sealed class RemoteSimulationTests
{
    private const string Label = "executor=heavy";
    private static readonly ExecutorPayload Argument = ExecutorPayload.Json("7"u8.ToArray());

    [Fact]
    public void Tasks_go_to_labelled_silos_the_least_loaded_first_and_their_progress_comes_back()
    {
        var book = new RemoteBook(seconds: 5);
        using var cluster = Start(book, "front", "heavy-1", "heavy-2");
        cluster.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cluster.Time);
            var progress = 0.0;
            var started = 0;
            var tasks = Enumerable.Range(0, 4)
                .Select(_ => RunAsync(cluster, new ExecutorCall("plain") { Progress = p => progress = Math.Max(progress, p.Percent ?? 0), Started = () => started++ })).ToList();
            foreach (var outcome in await Task.WhenAll(tasks))
            {
                Assert.True(outcome.IsCompleted, outcome.Failure?.ToString());
                Assert.Equal("7", Encoding.UTF8.GetString(outcome.Value.Data.Span));
            }

            Assert.Equal(["heavy-1", "heavy-1", "heavy-2", "heavy-2"], book.Began.Order(StringComparer.Ordinal));
            Assert.Equal((100.0, 4), (progress, started));
        });
    }

    [Fact]
    public void Without_a_labelled_silo_the_task_fails_after_five_seconds_and_says_what_would_help()
    {
        using var cluster = Start(new RemoteBook(1), "front", "other");
        cluster.Run(async () =>
        {
            var at = cluster.Elapsed;
            var outcome = await RunAsync(cluster, new ExecutorCall("plain"));
            Assert.Equal(TaskFailureCodes.NoCapableSilo, outcome.Failure!.Code);
            Assert.Contains("Silo:Labels", outcome.Failure.Message, StringComparison.Ordinal);
            Assert.InRange((cluster.Elapsed - at).TotalSeconds, 5, 6);
        });
    }

    [Fact]
    public void Lost_silo_costs_a_plain_task_within_thirty_seconds_and_an_idempotent_one_only_time()
    {
        var book = new RemoteBook(seconds: 20);
        using var cluster = Start(book, "front", "heavy-1", "heavy-2");
        cluster.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cluster.Time);
            var plain = RunAsync(cluster, new ExecutorCall("plain"));
            await Task.Delay(TimeSpan.FromSeconds(1), cluster.Time);
            var idempotent = RunAsync(cluster, new ExecutorCall("idempotent"));
            await Task.Delay(TimeSpan.FromSeconds(2), cluster.Time);
            Assert.Equal(["heavy-1", "heavy-2"], book.Began);
            cluster.Faults.Crash("heavy-1");
            var at = cluster.Elapsed;
            Assert.Equal(TaskFailureCodes.WorkerLost, (await plain).Failure!.Code);
            Assert.True(cluster.Elapsed - at <= TimeSpan.FromSeconds(30), $"it took {cluster.Elapsed - at}");
            cluster.Faults.Crash("heavy-2");
            await cluster.StartSiloAsync("heavy-1");
            Assert.True((await idempotent).IsCompleted);
            Assert.Equal(["heavy-1", "heavy-2", "heavy-1"], book.Began);
        });
    }

    [Fact]
    public void Lost_answers_cost_a_question_not_the_task()
    {
        var book = new RemoteBook(seconds: 3);
        using var cluster = Start(book, "front", "heavy-1");
        cluster.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cluster.Time);
            var task = RunAsync(cluster, new ExecutorCall("plain"));
            await Task.Delay(TimeSpan.FromMilliseconds(500), cluster.Time);
            cluster.Faults.LoseNext(count: 1);
            Assert.True((await task).IsCompleted);
            Assert.Equal(["heavy-1"], book.Began);
        });
    }

    [Fact]
    public void Task_of_a_caller_that_died_is_cancelled()
    {
        var book = new RemoteBook(seconds: 600);
        using var cluster = Start(book, "front", "heavy-1");
        cluster.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cluster.Time);
            _ = RunAsync(cluster, new ExecutorCall("plain"));
            await Task.Delay(TimeSpan.FromSeconds(3), cluster.Time);
            cluster.Faults.Crash("front");
            await Task.Delay(TimeSpan.FromSeconds(50), cluster.Time);
            Assert.Equal(["heavy-1"], book.Cancelled);
        });
    }

    private static EmbeddedCluster Start(RemoteBook book, params string[] silos)
    {
        var artifacts = new MemoryArtifacts();
        return EmbeddedCluster.Start(options =>
        {
            options.Seed = 11;
            options.VirtualTimeLimit = TimeSpan.FromHours(1);
            options.Silos.Clear();
            foreach (var silo in silos)
            {
                options.Silos.Add(silo);
            }

            options.GrainAssemblies.Add(typeof(GrainsServices).Assembly);
            options.ConfigureSilo = (name, services) => services
                .AddLogging()
                .AddSingleton<IArtifactStore>(artifacts)
                .AddSingleton<ILabelledPools>(provided => new SimulatedLabelledPools(
                    name, name.StartsWith("heavy", StringComparison.Ordinal) ? [Label] : [], book, provided.GetRequiredService<TimeProvider>()))
                .AddGranaryExecutorGrains(new ConfigurationBuilder().Build());
        });
    }

    private static Task<ExecutorOutcome<ExecutorPayload>> RunAsync(EmbeddedCluster cluster, ExecutorCall call)
    {
        var front = cluster.Silo("front");
        return front.RunAsync(() => front.Services.GetRequiredService<RemoteExecutors>().RunAsync("p", Label, call, Argument, CancellationToken.None).AsTask());
    }
}
