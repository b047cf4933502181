using System.Collections.Concurrent;
using Granary.Admission;
using Granary.Admission.Events;
using Granary.Admission.Explanations;
using Granary.Admission.Signals;

namespace Granary.Grains.Tests.Models;

/// <summary>Grants what it is told to and keeps account of every lease.</summary>
internal sealed class CountingAdmission : IRequestAdmission
{
    private readonly ConcurrentDictionary<long, RequestLease> _active = new();
    private readonly ConcurrentQueue<ReleaseReport> _reports = new();
    private long _number;

    /// <summary>What the next acquires get instead of a lease.</summary>
    public Queue<AdmissionDenial> Denials { get; } = new();

    /// <summary>Acquires wait for it, if set.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public TimeSpan Waited { get; set; }

    public RecordedEvents Recorded { get; } = new();

    public IRequestEvents Events => Recorded;

    public int RetryTokens { get; set; } = 20;

    public List<RateFields?> Rates { get; } = [];

    public List<AdmissionRequest> Requests { get; } = [];

    public List<string> Registrations { get; } = [];

    public int Active => _active.Count;

    public int Acquired => (int)_number;

    public int AcceptedCount { get; private set; }

    public int Renewals { get; private set; }

    /// <summary>Releases that met no active lease.</summary>
    public int WrongReleases { get; private set; }

    public IReadOnlyList<ReleaseReport> Reports => [.. _reports];

    public IReadOnlyList<ReleaseOutcome> Outcomes => [.. _reports.Select(r => r.Outcome)];

    /// <summary>Every lease went back exactly once, with these outcomes.</summary>
    public void AssertReleased(params ReleaseOutcome[] outcomes)
    {
        Assert.Equal(outcomes, Outcomes);
        Assert.Equal((0, 0, outcomes.Length), (Active, WrongReleases, Acquired));
    }

    public void Register(ResourceKey key, string alias, int cap, string? estimator = null) => Registrations.Add($"+{key} {alias} {cap}");

    public void Unregister(string provider, string model, string alias) => Registrations.Add($"-{provider}/{model} {alias}");

    public async ValueTask<AdmissionResult> AcquireAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        if (Hold is { } hold)
        {
            await hold.Task.WaitAsync(cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (Denials.TryDequeue(out var denial))
        {
            return new AdmissionResult(default, denial, Waited, Arrived(request));
        }

        var lease = new RequestLease(1, Interlocked.Increment(ref _number), request.Key, request.Tenant, request.Band, 0, 8, 8, 0, request.EstimatedTokens, 1, 60);
        _active[lease.Number] = lease;
        return new AdmissionResult(lease, null, Waited, Arrived(request));
    }

    private Arrival Arrived(AdmissionRequest request) => request.Arrival.Number > 0 ? request.Arrival : new Arrival(Requests.Count, 0);

    public AdmissionResult TryAcquire(AdmissionRequest request) => throw new NotSupportedException();

    public ReleaseResult Release(in RequestLease lease, in ReleaseReport report)
    {
        _reports.Enqueue(report);
        if (_active.TryRemove(lease.Number, out var held) && held == lease)
        {
            return ReleaseResult.Released;
        }

        WrongReleases++;
        return ReleaseResult.Duplicate;
    }

    public bool Renew(in RequestLease lease, TimeSpan? life = null)
    {
        Renewals++;
        return true;
    }

    public void Accepted(in RequestLease lease, RateFields? rates = null)
    {
        AcceptedCount++;
        Rates.Add(rates);
    }

    public bool TryRetry(ResourceKey key) => RetryTokens-- >= 1;

    public void SetPolicy(string tenant, TenantPolicy policy) => throw new NotSupportedException();

    public WaitExplanation? Explain(ResourceKey key, string tenant, Band band) => null;

    public WaitExplanation? ExplainRequest(string requestId) => null;

    public void Demand(ResourceKey key, int queued) => throw new NotSupportedException();

    public RunnableCapacity Runnable(ResourceKey key) => throw new NotSupportedException();

    public IDisposable Subscribe(Action<ResourceKey> changed) => throw new NotSupportedException();

    public AgentSnapshot? Snapshot(ResourceKey key) => null;
}
