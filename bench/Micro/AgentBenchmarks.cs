using System.Threading.RateLimiting;

using BenchmarkDotNet.Attributes;

using Granary.Admission;
using Granary.Admission.Agents;
using Granary.Admission.Ledgers;
using Granary.Grains.Capacity;

namespace Granary.Micro;

/// <summary>
/// Acquire and release with a share free, beside .NET's own limiter in the same run: the pure agent, and the process's admission, which adds the way
/// to the endpoint, one lock and one look at the clock to each of the two.
/// </summary>
[MemoryDiagnoser]
public class AgentBenchmarks
{
    private const int Cap = 64;
    private const double Now = 1;
    private const int Batch = 1_000;
    private readonly AgentEffects _effects = new();
    private readonly ReleaseReport _report = ReleaseReport.Succeeded(TimeSpan.FromMilliseconds(100));
    private CapacityAgent _agent = null!;
    private RequestAdmission _admission = null!;
    private AdmissionRequest[] _requests = [];
    private ConcurrencyLimiter _limiter = null!;
    private int _next;

    /// <summary>Tenants that take turns.</summary>
    [Params(1, 16, 256)]
    public int Tenants { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var endpoint = new EndpointKey("p", "m");
        _agent = new CapacityAgent(endpoint, "a", 1, new AgentSettings());
        _agent.Register(Domain.Chat, "alias", Cap, 0, _effects);
        _requests = [.. Enumerable.Range(0, Tenants).Select(i => new AdmissionRequest(new ResourceKey("p", "m", Domain.Chat), $"t{i}"))];
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = Cap, QueueLimit = 0 });

        // The first request asks the ledger; after one exchange the share is here.
        var ledger = new CapacityLedger(endpoint, new LedgerSettings(), null, 0, 0);
        var heard = new LedgerEffects();
        for (var i = 0; i < Cap; i++)
        {
            _agent.Acquire(_requests[0], 0, _effects);
        }

        var report = _agent.BuildReport(0);
        ledger.Hear(report, 0, heard);
        ledger.Persisted(ledger.Save(0), 0);
        _agent.Apply(ledger.Grant(report, 0, heard), 0.5, 0, _effects);
        foreach (var granted in _effects.Granted)
        {
            _agent.Release(granted.Lease, _report, 0, _effects);
        }

        _effects.Clear();
        _admission = FreeShare.Make(_requests[0].Key, Cap);
        var first = _admission.AcquireAsync(_requests[0], CancellationToken.None).AsTask().GetAwaiter().GetResult();
        _admission.Release(first.Lease, _report);
    }

    [Benchmark]
    public ReleaseResult Admission()
    {
        _next = _next + 1 < _requests.Length ? _next + 1 : 0;
        var result = _admission.TryAcquire(_requests[_next]);
        return result.Granted ? _admission.Release(result.Lease, _report) : throw new InvalidOperationException("No share.");
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public async Task<ReleaseResult> AdmissionAwaited()
    {
        var last = ReleaseResult.UnknownLease;
        for (var i = 0; i < Batch; i++)
        {
            _next = _next + 1 < _requests.Length ? _next + 1 : 0;
            var result = await _admission.AcquireAsync(_requests[_next], CancellationToken.None);
            last = result.Granted ? _admission.Release(result.Lease, _report) : throw new InvalidOperationException("No share.");
        }

        return last;
    }

    [Benchmark]
    public ReleaseResult Agent()
    {
        _next = _next + 1 < _requests.Length ? _next + 1 : 0;
        var decision = _agent.Acquire(_requests[_next], Now, _effects);
        return decision.Granted ? _agent.Release(decision.Lease, _report, Now, _effects) : throw new InvalidOperationException("No share.");
    }

    [Benchmark(Baseline = true)]
    public bool InBoxLimiter()
    {
        using var lease = _limiter.AttemptAcquire();
        return lease.IsAcquired;
    }

    [GlobalCleanup]
    public void CleanUp() => _limiter.Dispose();
}
