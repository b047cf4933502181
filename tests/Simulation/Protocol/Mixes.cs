using System.Collections.Immutable;

namespace Granary.Simulation.Protocol;

/// <summary>The fault mixes by name, and the plan that a seed means in each.</summary>
internal static class Mixes
{
    private static readonly FaultKind[] Network = [FaultKind.Loss, FaultKind.Duplication, FaultKind.Delay];
    private static readonly FaultKind[] Agents = [FaultKind.AgentCrash, FaultKind.AgentPause];
    private static readonly FaultKind[] Ledgers = [FaultKind.LedgerCrash, FaultKind.LedgerMove, FaultKind.LedgerSplit];
    private static readonly FaultKind[] Storage = [FaultKind.WriteFails, FaultKind.WriteAnswerLost, FaultKind.LedgerCrash];
    private static readonly FaultKind[] Provider = [FaultKind.Outage, FaultKind.LimitChange, FaultKind.Failures, FaultKind.Slowness];
    private static readonly FaultKind[] Everything = [.. Network, .. Agents, .. Ledgers, .. Storage, .. Provider];

    private static readonly Dictionary<string, FaultKind[]> ByName = new(StringComparer.Ordinal)
    {
        ["quiet"] = [],
        ["network"] = Network,
        ["agents"] = Agents,
        ["ledgers"] = [.. Ledgers, FaultKind.Delay],
        ["storage"] = Storage,
        ["clocks"] = [.. Agents, .. Ledgers],
        ["provider"] = Provider,
        ["small"] = [.. Network, .. Agents, .. Ledgers],
        ["rates"] = [.. Network, .. Agents, .. Ledgers],
        ["everything"] = Everything,
    };

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>What that seed means in that mix.</summary>
    public static WorldPlan Plan(string mix, ulong seed)
    {
        var chance = new Chance(seed).Fork(1);
        var small = mix == "small";

        // Mostly a handful of agents, sometimes many: what is wrong shows with few, what is slow or strands permits with many.
        var agents = chance.Below(50) switch
        {
            0 => chance.Between(50, 200),
            < 6 => chance.Between(9, 40),
            _ => chance.Between(1, 8),
        };
        var endpoints = agents > 8 ? 1 : chance.Below(100) switch
        {
            0 => chance.Between(10, 50),
            < 20 => chance.Between(2, 4),
            _ => 1,
        };
        var cap = small ? chance.Between(1, 12) : chance.Between(8, 24) + (agents > 8 ? agents : 0);
        var troubled = agents * endpoints > 12 ? 12 : 25;
        return new WorldPlan
        {
            Seed = seed,
            Mix = mix,
            Agents = agents,
            Endpoints = endpoints,
            Tenants = chance.Below(20) == 0 ? chance.Between(20, 100) : chance.Between(1, 5),
            Cap = cap,
            HiddenLimit = Math.Max(1, mix is "quiet" or "rates" ? cap : chance.Between((cap + 1) / 2, cap + 2)),
            Estimator = chance.Below(3) == 0 ? "fixed" : "aimd",
            RequestsPerMinute = mix == "rates" || (mix == "everything" && chance.Below(3) == 0) ? chance.Between(30, 600) : 0,
            ClockDrift = mix is "clocks" or "everything" ? 0.03 : 0,
            Troubled = troubled,
            CallLength = chance.Between(0.7, 3) * Math.Clamp(cap / 12.0, 1, 3),
            Faults = Faults(ByName[mix], chance.Fork(2), troubled),
        };
    }

    private static ImmutableArray<Fault> Faults(FaultKind[] kinds, Chance chance, double troubled)
    {
        if (kinds.Length == 0)
        {
            return [];
        }

        var count = chance.Between(2, 7);
        var faults = new List<Fault>(count);
        for (var i = 0; i < count; i++)
        {
            var kind = kinds[chance.Below(kinds.Length)];
            var at = chance.Between(2, troubled - 1);
            faults.Add(new Fault(at, kind, Length(kind, chance, troubled - at), Strength(kind, chance), chance.Below(1000)));
        }

        return [.. faults.OrderBy(static f => f.At)];
    }

    private static double Length(FaultKind kind, Chance chance, double left) => kind switch
    {
        FaultKind.AgentPause => Math.Min(left + 3, chance.Between(1.0, 30)),
        FaultKind.LedgerSplit => chance.Between(1.0, 10),
        _ => Math.Min(left, chance.Between(1.0, 15)),
    };

    private static double Strength(FaultKind kind, Chance chance) => kind switch
    {
        FaultKind.Loss => chance.Between(0.05, 0.5),
        FaultKind.Duplication => chance.Between(0.05, 0.5),
        FaultKind.Delay => chance.Between(0.05, 2),
        FaultKind.WriteFails or FaultKind.WriteAnswerLost => chance.Between(0.2, 1),
        FaultKind.LimitChange => chance.Below(3) switch { 0 => 0.5, 1 => 2, _ => chance.Between(0.4, 2) },
        FaultKind.Failures => chance.Between(0.05, 0.8),
        FaultKind.Slowness => chance.Between(1.5, 4),
        _ => chance.Unit(),
    };
}
