using Granary.Admission.Agents;
using Granary.Admission.Events;
using Granary.Admission.Protocol;
using static Granary.Admission.Tests.Agents.AgentRig;

namespace Granary.Admission.Tests.Agents;

/// <summary>The request stream as the core makes it: kinds, order, facts; nothing where nobody listens.</summary>
public sealed class AgentEventTests
{
    private readonly CapacityAgent _agent = new(Endpoint, "a", 7, new AgentSettings());
    private readonly AgentEffects _effects = new() { Wanted = RequestEventKinds.All };

    [Fact]
    public void A_call_that_gets_its_lease_at_once_has_started_and_completed_waiting_at_the_same_instant()
    {
        Ready(8);
        var request = Ask(Band.Interactive, "tom") with { Attempt = 3, Correlation = new RequestCorrelation("r", "c", null, null, null) };
        var lease = _agent.Acquire(request, 5, _effects).Lease;
        _agent.Release(lease, ReleaseReport.Succeeded(TimeSpan.FromSeconds(1)), 6.5, _effects);
        Assert.Equal(
            [RequestEventKind.WaitStarted, RequestEventKind.WaitCompleted, RequestEventKind.LeaseAcquired, RequestEventKind.LeaseReleased], Kinds());
        Assert.Equal([5, 5, 5, 6.5], _effects.Events.Select(static e => e.At));
        Assert.All(_effects.Events, e => Assert.Equal((3L, "tom", Band.Interactive, request.Correlation, request.Key), (e.Attempt, e.Tenant, e.Band!.Value, e.Correlation, e.Key)));
        var acquired = _effects.Events[2];
        Assert.Equal((new LeaseId(7, lease.Number), 1, 8), (acquired.Lease!.Value, acquired.Snapshot!.InFlight, acquired.Snapshot.Limit));
        Assert.Equal([("limit", 8L), ("generation", 0L)], acquired.Facts.Select(static f => (f.Name, f.Value)));
        var released = _effects.Events[3];
        Assert.Equal(("success", 1.5, 0), (released.Reason, released.Facts.Single().Value, released.Snapshot!.InFlight));
    }

    [Fact]
    public void Inside_a_release_the_rate_limit_comes_first_and_the_leases_it_made_possible_last()
    {
        Ready(1);
        var lease = _agent.Acquire(Ask(), 5, _effects).Lease;
        _agent.Acquire(Ask(), 5, _effects);
        _effects.Clear();
        _agent.Release(lease, ReleaseReport.Succeeded(TimeSpan.FromSeconds(1)), 6, _effects);
        Assert.Equal(
            [RequestEventKind.LeaseReleased, RequestEventKind.WaitCompleted, RequestEventKind.LeaseAcquired, RequestEventKind.QueueDrained], Kinds());
        var second = _effects.Granted.Single().Lease;
        _effects.Clear();
        _agent.Release(second, new ReleaseReport(ReleaseOutcome.RateLimited, TimeSpan.FromSeconds(3), Cause: AnswerCause.Bucket), 7, _effects);
        Assert.Equal([RequestEventKind.RateLimited, RequestEventKind.LeaseReleased], Kinds());
        Assert.Equal(("bucket", 10.0), (_effects.Events[0].Reason, _effects.Events[0].Snapshot!.CapturedAt + _effects.Events[0].Snapshot!.BlockedFor!.Value.TotalSeconds));
        Assert.Equal([("retryAfter", 3.0), ("blockedUntil", 10.0), ("consecutive", 1L)], _effects.Events[0].Facts.Select(static f => (f.Name, f.Value)));
        Assert.Equal("rate_limited", _effects.Events[1].Reason);
        _effects.Clear();
        _agent.Tick(10, _effects);
        _agent.Tick(10.5, _effects);
        Assert.Equal([RequestEventKind.ReopeningStarted], Kinds());
    }

    [Fact]
    public void Every_end_of_a_wait_is_told()
    {
        Ready(1);
        var held = _agent.Acquire(Ask(), 5, _effects).Lease;
        _effects.Clear();
        var cancelled = _agent.Acquire(Ask(), 5, _effects).Waiter!;
        _agent.Acquire(Ask(maxWait: 1), 5, _effects);
        _agent.Acquire(Ask(maxWait: 9, deadline: 2), 5, _effects);
        _agent.Acquire(Ask(maxWait: 0), 5, _effects);
        _agent.Cancel(cancelled, 5.5, _effects);
        _agent.Tick(6, _effects);
        _agent.Tick(7, _effects);
        Assert.Equal(
            [
                RequestEventKind.QueueFormed, RequestEventKind.WaitStarted, RequestEventKind.WaitStarted, RequestEventKind.WaitStarted,
                RequestEventKind.WaitStarted, RequestEventKind.WaitTimeout, RequestEventKind.WaitCancelled, RequestEventKind.WaitTimeout,
                RequestEventKind.QueueDrained, RequestEventKind.WaitTimeout,
            ],
            Kinds());
        Assert.Equal(
            [false, false, true],
            _effects.Events.Where(static e => e.Kind == RequestEventKind.WaitTimeout).Select(static e => (bool)e.Facts.Single(static f => f.Name == "callerDeadline").Value));
        Assert.Equal([false, true], _effects.Denied.Select(static d => d.Denial.CallerDeadline));
        _effects.Clear();

        _agent.Acquire(Ask(), 7, _effects);
        var granted = _effects.Events.Count;
        _agent.Release(held, ReleaseReport.Succeeded(TimeSpan.Zero), 7, _effects);
        var given = _effects.Granted.Single();
        _effects.Clear();
        Assert.Equal(ReleaseResult.Released, _agent.CancelGranted(given.Waiter, given.Lease, 7, _effects));
        Assert.Equal([RequestEventKind.WaitCancelled, RequestEventKind.LeaseReleased], Kinds());
        Assert.Equal(given.Lease.Number, _effects.Events[0].Lease!.Value.Number);
        Assert.Equal("local_cancelled", _effects.Events[1].Reason);
        Assert.Equal((2, 0), (granted, _agent.InFlight));
    }

    [Fact]
    public void Denials_mistakes_and_expiries_are_told()
    {
        Ready(1);
        var lease = _agent.Acquire(Ask(), 5, _effects).Lease;
        _effects.Clear();
        _agent.TryAcquire(Ask(), 5, _effects);
        _agent.Release(lease with { Limit = 9 }, ReleaseReport.Succeeded(TimeSpan.Zero), 5, _effects);
        _agent.Release(lease with { Number = 99 }, ReleaseReport.Succeeded(TimeSpan.Zero), 5, _effects);
        _agent.Tick(65, _effects);
        Assert.Equal(
            [RequestEventKind.AcquireDenied, RequestEventKind.ReleaseDiagnostic, RequestEventKind.ReleaseDiagnostic, RequestEventKind.LeaseExpired], Kinds());
        Assert.Equal(("no_capacity", "limit"), (_effects.Events[0].Reason, _effects.Events[0].Facts.Single().Value));
        Assert.Equal(["stale_lease", "unknown_lease"], _effects.Events.Skip(1).Take(2).Select(static e => e.Reason));
        Assert.Equal([0L, 1L, 0L, 1L, 0L], _effects.Events[2].Facts.Select(static f => f.Value));
        Assert.Equal(60.0, _effects.Events[3].Facts.Single().Value);
        _effects.Clear();
        _agent.Drain(70, _effects);
        _agent.Acquire(Ask(), 70, _effects);
        Assert.Equal("shutdown", Assert.Single(_effects.Events).Reason);
    }

    [Fact]
    public void Caps_limits_and_shares_are_told_as_they_move()
    {
        Assert.Empty(_effects.Events);
        _agent.Register(Domain.Chat, "alias", 8, 0, _effects);
        _agent.Register(Domain.Chat, "beta", 6, 0, _effects);
        Assert.Equal(
            [RequestEventKind.ResourceRegistered, RequestEventKind.ResourceRegistered, RequestEventKind.EffectiveCapChanged], Kinds());
        Assert.Equal([("alias", "beta"), ("cap", 6L)], _effects.Events[1].Facts.Select(static f => (f.Name, f.Value)));
        Assert.Equal([("from", 8L), ("to", 6L)], _effects.Events[2].Facts.Select(static f => (f.Name, f.Value)));
        _agent.Acquire(Ask(), 0, _effects);
        Grant(share: 1, limit: 4, ceiling: 0);
        _effects.Clear();
        Grant(share: 1, limit: 2, ceiling: 4, generation: 1);
        Grant(share: 1, limit: 5, ceiling: 4, generation: 1);
        Grant(share: 3, limit: 6, ceiling: 4, generation: 1);
        Assert.Equal(
            [
                RequestEventKind.LimitDecreased, RequestEventKind.LimitIncreased, RequestEventKind.SoftCeilingRecovered, RequestEventKind.LimitIncreased,
                RequestEventKind.SoftCeilingRecovered, RequestEventKind.FullyRecovered, RequestEventKind.ShareChanged,
            ],
            Kinds());
        Assert.Equal([("from", 4L), ("to", 2L), ("cause", "rate_limit"), ("generation", 1L)], _effects.Events[0].Facts.Select(static f => (f.Name, f.Value)));
        Assert.Equal([("from", 1L), ("to", 3L)], _effects.Events[6].Facts.Select(static f => (f.Name, f.Value)));
        Assert.Equal(4L, _effects.Events[2].Facts.Single().Value);
        Assert.Equal("success", _effects.Events[1].Facts[2].Value);
        _effects.Clear();
        Grant(share: 3, limit: 5, ceiling: 4, generation: 1);
        Assert.Equal("cap", _effects.Events[0].Facts[2].Value);
    }

    [Fact]
    public void Nothing_is_built_for_kinds_that_nobody_takes()
    {
        _effects.Wanted = RequestEventKinds.Of(RequestEventKind.LeaseReleased);
        Ready(4);
        _agent.Release(_agent.Acquire(Ask(), 5, _effects).Lease, ReleaseReport.Succeeded(TimeSpan.Zero), 5, _effects);
        Assert.Equal([RequestEventKind.LeaseReleased], Kinds());
        _effects.Wanted = RequestEventKinds.None;
        _effects.Clear();
        var request = Ask();
        for (var i = 0; i < 20_000; i++)
        {
            _agent.Release(_agent.Acquire(request, 5, _effects).Lease, ReleaseReport.Succeeded(TimeSpan.Zero), 5, _effects);
            _effects.Clear();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _agent.Release(_agent.Acquire(request, 5, _effects).Lease, ReleaseReport.Succeeded(TimeSpan.Zero), 5, _effects);
            _effects.Clear();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private RequestEventKind[] Kinds() => [.. _effects.Events.Select(static e => e.Kind)];

    /// <summary>Registered, with that share of that limit, and nothing told yet.</summary>
    private void Ready(int share)
    {
        _agent.Register(Domain.Chat, "alias", 20, 0, _effects);
        var waiters = Enumerable.Range(0, share).Select(_ => _agent.Acquire(Ask(), 0, _effects).Waiter!).ToList();
        Grant(share, share, 0);
        Assert.Equal(share, _effects.Granted.Count);
        foreach (var granted in _effects.Granted.ToList())
        {
            _agent.Release(granted.Lease, ReleaseReport.Succeeded(TimeSpan.Zero), 0, _effects);
        }

        Assert.Equal(share, waiters.Count);
        _effects.Clear();
    }

    private void Grant(int share, int limit, int ceiling, long generation = 0)
    {
        var report = _agent.BuildReport(0);
        Assert.True(_agent.Apply(
            new LedgerGrant(
                1, report.Sequence, 5, GrantReason.Served,
                [
                    new LedgerDomainGrant
                    {
                        Domain = Domain.Chat, Share = share, Limit = limit, Generation = generation, Ceiling = ceiling, ExpiresIn = 100,
                    },
                ]),
            0.5, 0, _effects));
    }
}
