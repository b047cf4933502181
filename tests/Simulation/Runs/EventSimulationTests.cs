using Granary.Abstractions.Runs;
using Granary.Embedded.Simulation;

namespace Granary.Simulation.Runs;

/// <summary>
/// However a run ends: no worker ever waited for a scheduler resource, and no task lease, permit or wait is left. The event streams of the silos are
/// the witness; <see cref="RunSimulationTests"/> holds every seed to the same.
/// </summary>
public sealed class EventSimulationTests
{
    private static readonly RunCase Quiet = RunCase.Of(4) with
    {
        Silos = 2,
        Rows = 60,
        RowGroupSize = 20,
        Window = 3,
        Survivors = false,
        Structured = true,
        Skips = false,
        Csv = false,
        Gzip = false,
        SalvageRounds = 2,
        PoisonEvery = 1_000,
        HiddenLimit = 6,
        Meddled = false,
        StorageFaults = 0,
        ProviderFaults = 0,
        CrashEvery = null,
        MessageLoss = 0,
    };

    [Fact]
    public void Nothing_is_left_after_success() => Run(Quiet, RunState.Completed, static _ => Task.CompletedTask, "scheduler_job_completed");

    [Fact]
    public void Nothing_is_left_after_failure() => Run(Quiet with { PoisonEvery = 1 }, RunState.Failed, static _ => Task.CompletedTask, "non_retryable_dropped");

    [Fact]
    public void Nothing_is_left_after_a_cancel() => Run(
        Quiet, RunState.Cancelled, static at => at.Run.CancelAsync("test"), "cancelled");

    [Fact]
    public void Nothing_is_left_after_a_pause() => Run(Quiet, RunState.Paused, static at => at.Run.PauseAsync("test"), "scheduler_job_completed");

    [Fact]
    public void Nothing_is_left_after_a_kill() => Run(
        Quiet,
        RunState.Completed,
        static at =>
        {
            at.Cluster.Faults.Crash("silo-2");
            return Task.CompletedTask;
        },
        "cells_replayed");

    [Fact]
    public void Nothing_is_left_after_salvage() => Run(
        Quiet with { ProviderFaults = 0.12, SalvageRounds = 6 }, RunState.Completed, static _ => Task.CompletedTask, "salvage_redispatched");

    private static void Run(RunCase plan, RunState end, Func<(IRunGrain Run, EmbeddedCluster Cluster), Task> act, string kind)
    {
        var book = new RunBook();
        var events = new EventBook(book);
        var disk = new SimulatedDisk(plan.Seed, book);
        var providers = new[] { "p1", "p2" }.ToDictionary(
            static name => name, name => new TroubledProvider(name, plan, book) { Faults = plan.ProviderFaults }, StringComparer.Ordinal);
        using var cluster = RunCluster.Start(plan, disk, providers, events);
        var driver = new RunDriver(cluster, plan);
        RunView? view = null;
        cluster.Run(async () =>
        {
            await driver.SubmitAsync();

            // Some cells are finished, some in flight, some queued.
            await Task.Delay(TimeSpan.FromSeconds(2), cluster.Time);
            await act((driver.Run, cluster));
            for (var look = 0; look < 1_000 && view?.State != end; look++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cluster.Time);
                view = await driver.TryViewAsync();
            }

            await Task.Delay(TimeSpan.FromSeconds(40), cluster.Time);
        });
        Assert.Equal(end, view?.State);
        events.CheckAtRest(disk.Lives);
        Assert.True(book.Violations.Count == 0, string.Join("; ", book.Violations));
        Assert.True(events.Kinds.ContainsKey(kind), $"no {kind} among {string.Join(", ", events.Kinds.Keys)}");
        Assert.InRange(events.Kinds["task_lease_acquired"], 10, int.MaxValue);
    }
}
