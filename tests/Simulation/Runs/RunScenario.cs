using System.Collections.Immutable;
using System.Text;

using Granary.Abstractions.Runs;
using Granary.Embedded.Simulation;

namespace Granary.Simulation.Runs;

/// <summary>
/// One whole run on production code in virtual time: submitted, troubled for a while by crashes, failing disks, lost messages, bad providers and
/// a user who meddles, then left alone until it ends. Safety is checked at every call and log write and on the files at the end, liveness after the
/// last fault.
/// </summary>
internal static class RunScenario
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(90);

    public static RunScenarioResult Run(ulong seed, bool acknowledgesEarly = false) => Run(RunCase.Of(seed), acknowledgesEarly);

    public static RunScenarioResult Run(RunCase plan, bool acknowledgesEarly = false)
    {
        var book = new RunBook();
        var events = new EventBook(book);
        var disk = new SimulatedDisk(plan.Seed, book) { AcknowledgesEarly = acknowledgesEarly };
        var providers = new[] { "p1", "p2" }.ToDictionary(static name => name, name => new TroubledProvider(name, plan, book), StringComparer.Ordinal);
        using var cluster = RunCluster.Start(plan, disk, providers, events);
        var driver = new RunDriver(cluster, plan);
        RunView? end = null;
        cluster.Run(async () =>
        {
            await driver.SubmitAsync();
            Trouble(plan.Faults, plan.StorageFaults, plan.ProviderFaults);
            await driver.MeddleAsync();
            Trouble(FaultRates.None, 0, 0);
            end = await driver.FinishAsync(Calm);

            // Shares go back, activations tidy up.
            await Task.Delay(TimeSpan.FromSeconds(40), cluster.Time);
        });
        if (end is null)
        {
            book.Violate($"the run has not ended: {driver.Last}");
        }
        else
        {
            new RunEndCheck(plan, disk, book).Check(end, cluster);
            events.CheckAtRest(disk.Lives);
        }

        if (cluster.ForeignWork > 0)
        {
            book.Violate($"{cluster.ForeignWork} pieces of work came from other threads");
        }

        return new RunScenarioResult(plan, driver.Last, book.Calls, book.MostCalls, driver.Crashes, [.. events.Kinds.Keys], [.. book.Violations], cluster.TraceHash, cluster.Elapsed);

        void Trouble(FaultRates rates, double storage, double provider)
        {
            cluster.Faults.Rates = rates;
            disk.Faults = storage;
            foreach (var each in providers.Values)
            {
                each.Faults = provider;
            }
        }
    }
}
