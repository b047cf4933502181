using System.Threading.RateLimiting;
using Granary.Admission;
using Granary.Grains.Capacity;

namespace Granary.Grains.Tests.Capacity;

public sealed class AdmissionRateLimiterTests
{
    private readonly AdmissionRig _rig = new(cap: 2);

    [Fact]
    public async Task Permits_are_leases_that_come_back_when_disposed()
    {
        await using var limiter = Limiter();
        var waiting = limiter.AcquireAsync(1, CancellationToken.None);
        _rig.Pass();
        var first = await waiting;
        var second = limiter.AttemptAcquire();
        _rig.Pass();
        second = second.IsAcquired ? second : limiter.AttemptAcquire();
        Assert.True(first.IsAcquired && second.IsAcquired);
        Assert.Equal(2, _rig.Snapshot.InFlight);
        Assert.Null(limiter.IdleDuration);
        var third = limiter.AttemptAcquire();
        Assert.False(third.IsAcquired);
        Assert.True(third.TryGetMetadata(MetadataName.ReasonPhrase, out var reason));
        Assert.Equal("2 of 2 permits of p/m/Chat are in use, bound by the cap", reason);
        Assert.False(third.TryGetMetadata(MetadataName.RetryAfter, out _));
        third.Dispose();
        second.Dispose();
        second.Dispose();
        Assert.Equal((1, 0L), (_rig.Snapshot.InFlight, _rig.Snapshot.Leaks.Duplicate));
        first.Dispose();
        Assert.Equal((0, ReleaseOutcome.LocalCancelled), (_rig.Snapshot.InFlight, _rig.Snapshot.LastOutcome!.Value));
        Assert.Equal(2, limiter.GetStatistics()!.TotalSuccessfulLeases);
        _rig.Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(TimeSpan.FromSeconds(7), limiter.IdleDuration);
    }

    [Fact]
    public async Task How_a_call_ended_is_learned_when_its_lease_is_disposed()
    {
        await using var limiter = Limiter();
        var waiting = limiter.AcquireAsync(1, CancellationToken.None);
        _rig.Pass();
        var lease = (AdmissionRateLimitLease)await waiting;
        lease.Report(ReleaseReport.RateLimited(TimeSpan.FromSeconds(9)));
        lease.Dispose();
        Assert.Equal(TimeSpan.FromSeconds(9), _rig.Snapshot.BlockedFor);
        var refused = limiter.AttemptAcquire();
        Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out var after));
        Assert.Equal(TimeSpan.FromSeconds(9), after);
        Assert.Equal([MetadataName.RetryAfter.Name, MetadataName.ReasonPhrase.Name], refused.MetadataNames);
        var statistics = limiter.GetStatistics()!;
        Assert.Equal((1L, 1L, 0L, 0L), (statistics.TotalSuccessfulLeases, statistics.TotalFailedLeases, statistics.CurrentAvailablePermits, statistics.CurrentQueuedCount));
    }

    [Fact]
    public async Task A_waiting_acquire_can_be_cancelled_and_holds_nothing()
    {
        await using var limiter = Limiter();
        _rig.Link.Before = static () => new TaskCompletionSource().Task;
        using var leaving = new CancellationTokenSource();
        var waiting = limiter.AcquireAsync(1, leaving.Token);
        Assert.Equal(1, limiter.GetStatistics()!.CurrentQueuedCount);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.AsTask());
        Assert.Equal((0, 0L), (_rig.Snapshot.InFlight, limiter.GetStatistics()!.CurrentQueuedCount));
    }

    [Fact]
    public async Task Zero_permits_only_look_and_more_than_one_is_misuse()
    {
        await using var limiter = Limiter();
        Assert.False(limiter.AttemptAcquire(0).IsAcquired);
        var waiting = limiter.AcquireAsync(1, CancellationToken.None);
        _rig.Pass();
        (await waiting).Dispose();
        Assert.True(limiter.AttemptAcquire(0).IsAcquired);
        Assert.True((await limiter.AcquireAsync(0, CancellationToken.None)).IsAcquired);
        Assert.Equal(0, _rig.Snapshot.InFlight);
        Assert.Throws<ArgumentOutOfRangeException>(() => limiter.AttemptAcquire(2));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => limiter.AcquireAsync(2, CancellationToken.None).AsTask());
    }

    private AdmissionRateLimiter Limiter() => new(_rig.Admission, AdmissionRig.Ask(), _rig.Clock);
}
