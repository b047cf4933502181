using BenchmarkDotNet.Attributes;

using Granary.Admission;
using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;

namespace Granary.Micro;

/// <summary>One exchange at a ledger whose agents all want more than there is: report heard, share worked out, others told. Storage is not part of it.</summary>
[MemoryDiagnoser]
public class LedgerBenchmarks
{
    private const int TenantsPerAgent = 4;
    private readonly LedgerEffects _effects = new();
    private CapacityLedger _ledger = null!;
    private long[] _sequences = [];
    private double _now;
    private int _next;

    /// <summary>Agents that hold shares and have waiters.</summary>
    [Params(1, 200, 1000)]
    public int Agents { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _ledger = new CapacityLedger(new EndpointKey("p", "m"), new LedgerSettings(), null, 0, 0);
        _sequences = new long[Agents];
        for (var i = 0; i < 2 * Agents; i++)
        {
            Exchange();
        }
    }

    [Benchmark]
    public LedgerGrant Exchange()
    {
        _next = _next + 1 < Agents ? _next + 1 : 0;

        // Every agent reports every 5 s.
        _now += 5.0 / Agents;
        _effects.Clear();
        var report = new AgentReport($"agent-{_next}", 1, ++_sequences[_next], 1, 10 * Agents, false, [
            new AgentDomainReport
            {
                Domain = Domain.Chat,
                EffectiveCap = 10 * Agents,
                Share = 10,
                Held = 10,
                InFlight = 10,
                Demand = [.. Enumerable.Range(0, TenantsPerAgent).Select(t => new TenantDemand(Band.Bulk, $"t{(_next + t) % 100}", 1 + (t % 3), 2, 5 + ((_next + t) % 7)))],
            },
        ]);
        _ledger.Hear(report, _now, _effects);
        if (_ledger.MustPersist(report, _now))
        {
            _ledger.Persisted(_ledger.Save(_now), _now);
        }

        return _ledger.Grant(report, _now, _effects);
    }
}
