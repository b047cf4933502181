using BenchmarkDotNet.Attributes;

using Granary.Admission;
using Granary.Admission.Agents;
using Granary.Admission.Protocol;

namespace Granary.Micro;

/// <summary>
/// 64 permits that are handed over at once, one after another, while so many wait: each operation is a release, the waiter it serves, and a new
/// waiter at the end of the queue. The cost may grow with the logarithm of the queue.
/// </summary>
[MemoryDiagnoser]
public class HandoverBenchmarks
{
    private const int Permits = 64;
    private const double Now = 1;
    private readonly AgentEffects _effects = new();
    private readonly ReleaseReport _report = ReleaseReport.Succeeded(TimeSpan.FromMilliseconds(100));
    private readonly Queue<RequestLease> _held = new();
    private CapacityAgent _agent = null!;
    private AdmissionRequest[] _requests = [];
    private int _next;

    /// <summary>Waiters behind the permits, of 16 tenants.</summary>
    [Params(64, 512, 4096)]
    public int Waiters { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _held.Clear();
        _agent = new CapacityAgent(new EndpointKey("p", "m"), "a", 1, new AgentSettings());
        _agent.Register(Domain.Chat, "alias", Permits, 0, _effects);
        _requests = [.. Enumerable.Range(0, 16).Select(i => new AdmissionRequest(new ResourceKey("p", "m", Domain.Chat), $"t{i}"))];
        for (var i = 0; i < Permits + Waiters; i++)
        {
            _agent.Acquire(_requests[i % _requests.Length], Now, _effects);
        }

        var report = _agent.BuildReport(Now);
        _agent.Apply(
            new LedgerGrant(
                1, report.Sequence, 1e6, GrantReason.Served,
                [new LedgerDomainGrant { Domain = Domain.Chat, Share = Permits, Limit = Permits, Generation = 0, ExpiresIn = 15 }]),
            0.5, Now, _effects);
        Hold();
    }

    [Benchmark]
    public int HandOver()
    {
        _next = (_next + 1) % _requests.Length;
        _agent.Acquire(_requests[_next], Now, _effects);
        _agent.Release(_held.Dequeue(), _report, Now, _effects);
        Hold();
        return _held.Count;
    }

    private void Hold()
    {
        foreach (var granted in _effects.Granted)
        {
            _held.Enqueue(granted.Lease);
        }

        _effects.Clear();
        if (_held.Count != Permits)
        {
            throw new InvalidOperationException("A permit idles.");
        }
    }
}
