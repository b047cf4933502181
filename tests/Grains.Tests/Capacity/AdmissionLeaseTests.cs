using Granary.Admission;
using Granary.Admission.Events;
using Granary.Grains.Capacity;

namespace Granary.Grains.Tests.Capacity;

public sealed class AdmissionLeaseTests
{
    private readonly AdmissionRig _rig = new(cap: 1);

    [Fact]
    public async Task A_lease_renews_itself_and_goes_back_once()
    {
        var lease = await TakeAsync();
        Assert.True(lease.IsAcquired);
        _rig.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((1, 0L), (_rig.Snapshot.InFlight, _rig.Snapshot.Leaks.Expired));
        lease.Accepted();
        Assert.Equal(ReleaseResult.Released, lease.Release(ReleaseReport.Succeeded(TimeSpan.FromSeconds(1))));
        Assert.Null(lease.Release(ReleaseReport.Succeeded(TimeSpan.FromSeconds(1))));
        await lease.DisposeAsync();
        Assert.Equal((0, ReleaseOutcome.Success, 0L), (_rig.Snapshot.InFlight, _rig.Snapshot.LastOutcome!.Value, _rig.Snapshot.Leaks.Duplicate));
    }

    [Fact]
    public async Task Disposed_without_a_word_it_goes_back_as_our_own_fault()
    {
        await using (await TakeAsync())
        {
            Assert.Equal(1, _rig.Snapshot.InFlight);
        }

        Assert.Equal((0, ReleaseOutcome.UnexpectedException), (_rig.Snapshot.InFlight, _rig.Snapshot.LastOutcome!.Value));
    }

    [Fact]
    public async Task A_refused_one_holds_nothing_and_says_why()
    {
        await using var held = await TakeAsync();
        await using var refused = _rig.Admission.TryLease(AdmissionRig.Ask(), _rig.Clock);
        Assert.False(refused.IsAcquired);
        Assert.Equal(DenialReason.NoCapacity, refused.Denial!.Reason);
        Assert.Null(refused.Release(ReleaseReport.Cancelled));
        Assert.Equal(1, _rig.Snapshot.InFlight);
    }

    [Fact]
    public async Task Policies_reach_endpoints_registered_before_and_after()
    {
        _rig.Admission.SetPolicy("t", new TenantPolicy(7));
        _rig.Admission.Register(new ResourceKey("p", "late", Domain.Chat), "late", 1);
        await using var held = await TakeAsync();
        var waiting = _rig.Admission.AcquireAsync(AdmissionRig.Ask() with { Band = Band.Interactive }, CancellationToken.None);
        var explained = _rig.Admission.Explain(AdmissionRig.Chat, "other", Band.Bulk)!;
        Assert.Equal(7, Assert.Single(explained.Ahead).Weight);
        Assert.False(waiting.IsCompleted);
        Assert.NotNull(_rig.Admission.Explain(new ResourceKey("p", "late", Domain.Chat), "t", Band.Bulk));
        Assert.Null(_rig.Admission.Explain(new ResourceKey("p", "nobody", Domain.Chat), "t", Band.Bulk));
    }

    [Fact]
    public async Task A_waiting_request_is_explained_by_its_id_while_it_waits()
    {
        await using var held = await TakeAsync();
        using var leaving = new CancellationTokenSource();
        var request = AdmissionRig.Ask() with { Correlation = new RequestCorrelation(null, null, "req_1", null, null) };
        var waiting = _rig.Admission.AcquireAsync(request, leaving.Token);
        Assert.Equal(0, _rig.Admission.ExplainRequest("req_1")!.Position);
        Assert.Null(_rig.Admission.ExplainRequest("req_2"));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.AsTask());
        Assert.Null(_rig.Admission.ExplainRequest("req_1"));
        var again = _rig.Admission.AcquireAsync(request, CancellationToken.None);
        held.Release(ReleaseReport.Succeeded(TimeSpan.Zero));
        _rig.Admission.Release((await again).Lease, ReleaseReport.Succeeded(TimeSpan.Zero));
        Assert.Null(_rig.Admission.ExplainRequest("req_1"));
    }

    [Fact]
    public async Task Retries_draw_on_the_endpoints_budget()
    {
        await using var held = await TakeAsync();
        var taken = 0;
        while (_rig.Admission.TryRetry(AdmissionRig.Chat))
        {
            taken++;
        }

        Assert.Equal(20, taken);
        Assert.False(_rig.Admission.TryRetry(new ResourceKey("p", "nobody", Domain.Chat)));
        Assert.InRange(_rig.Snapshot.RetryBudget, 0, 0.999);
    }

    private async Task<AdmissionLease> TakeAsync()
    {
        var taking = _rig.Admission.LeaseAsync(AdmissionRig.Ask(), _rig.Clock, CancellationToken.None);
        _rig.Pass();
        return await taking;
    }
}
