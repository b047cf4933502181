using System.Globalization;
using Granary.Admission;
using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;

namespace Granary.Simulation.Yardsticks;

/// <summary>
/// Real time of one exchange at a ledger whose agents all want more than there is: report heard, share worked out, others told. Storage is not
/// part of it.
/// </summary>
internal static class ExchangeCost
{
    private const int TenantsPerAgent = 4;
    private const int Exchanges = 20_000;
    private const double BudgetOf200 = 100;
    private const double BudgetOf1000 = 500;

    /// <summary>A table; true if a budget is missed.</summary>
    public static bool Write(TextWriter output)
    {
        var missed = false;
        output.WriteLine("| agents | mean µs | p50 | p99 | budget | |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var (agents, budget, by) in ((int, double, string)[])[(1, BudgetOf200, "p99"), (200, BudgetOf200, "p99"), (1000, BudgetOf1000, "mean: half a core for 1,000 a second")])
        {
            var times = Measure(agents);
            Array.Sort(times);
            var (mean, p50, p99) = (times.Average(), times[times.Length / 2], times[times.Length * 99 / 100]);
            var met = (by == "p99" ? p99 : mean) < budget;
            missed |= !met;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {agents} | {mean:0.0} | {p50:0.0} | {p99:0.0} | {budget:0} µs, {by} | {(met ? "met" : "missed")} |"));
        }

        return missed;
    }

    private static double[] Measure(int agents)
    {
        var ledger = new CapacityLedger(new EndpointKey("p", "m"), new LedgerSettings(), null, 0, 0);
        var effects = new LedgerEffects();
        var sequences = new long[agents];
        var now = 0.0;
        var times = new double[Exchanges];
        for (var i = -Exchanges / 2; i < Exchanges; i++)
        {
            var agent = (i + Exchanges) % agents;
            now += 5.0 / agents;
            var report = Report(agent, agents, ++sequences[agent]);
            effects.Clear();
            var began = TimeProvider.System.GetTimestamp();
            ledger.Hear(report, now, effects);
            if (ledger.MustPersist(report, now))
            {
                ledger.Persisted(ledger.Save(now), now);
            }

            ledger.Grant(report, now, effects);
            if (i >= 0)
            {
                times[i] = TimeProvider.System.GetElapsedTime(began).TotalMicroseconds;
            }
        }

        return times;
    }

    private static AgentReport Report(int agent, int agents, long sequence) => new($"agent-{agent}", 1, sequence, 1, 10 * agents, false, [
        new AgentDomainReport
        {
            Domain = Domain.Chat,
            EffectiveCap = 10 * agents,
            Share = 10,
            Held = 10,
            InFlight = 10,
            Demand = [.. Enumerable.Range(0, TenantsPerAgent).Select(t => new TenantDemand(Band.Bulk, $"t{(agent + t) % 100}", 1 + (t % 3), 2, 5 + ((agent + t) % 7)))],
        },
    ]);
}
