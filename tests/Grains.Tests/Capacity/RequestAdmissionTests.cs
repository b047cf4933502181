using Granary.Admission;
using Granary.Admission.Protocol;

namespace Granary.Grains.Tests.Capacity;

public sealed class RequestAdmissionTests
{
    private static readonly ReleaseReport Good = ReleaseReport.Succeeded(TimeSpan.FromSeconds(1));

    [Fact]
    public async Task First_acquire_takes_one_exchange_and_the_next_completes_at_once()
    {
        var rig = new AdmissionRig();
        var first = rig.WantAsync();
        Assert.False(first.IsCompleted);
        rig.Pass(0);
        var lease = (await first).Lease;
        Assert.Equal(1, rig.Link.Exchanges);
        Assert.Equal(ReleaseResult.Released, rig.Admission.Release(lease, Good));
        var second = rig.WantAsync();
        Assert.True(second.IsCompletedSuccessfully);
        Assert.True((await second).Granted);
        Assert.Equal(1, rig.Link.Exchanges);
    }

    [Fact]
    public async Task A_waiter_cancelled_while_waiting_leaves_the_queue()
    {
        var rig = new AdmissionRig();
        using var caller = new CancellationTokenSource();
        var waiting = rig.AcquireAsync(caller.Token);
        Assert.Equal(1, rig.Snapshot.Waiters.Sum());
        await caller.CancelAsync();
        Assert.Equal(0, rig.Snapshot.Waiters.Sum());
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await waiting);
        rig.Pass();
        Assert.Equal((0, 0L), (rig.Snapshot.InFlight, rig.Snapshot.Acquired));
    }

    [Fact]
    public async Task A_waiter_cancelled_while_granted_returns_its_permit()
    {
        var rig = new AdmissionRig(cap: 1);
        using var caller = new CancellationTokenSource();
        var granted = rig.AcquireAsync(caller.Token);
        var next = rig.WantAsync();
        rig.Pass();
        Assert.True(granted.IsCompletedSuccessfully);
        Assert.False(next.IsCompleted);
        await caller.CancelAsync();
        Assert.True(granted.IsCanceled);
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await granted);
        Assert.True((await next).Granted);
        Assert.Equal((1, 2L, 1L), (rig.Snapshot.InFlight, rig.Snapshot.Acquired, rig.Snapshot.Released));
        Assert.Equal(ReleaseOutcome.LocalCancelled, rig.Snapshot.LastOutcome);
    }

    [Fact]
    public async Task A_cancellation_after_the_caller_went_on_is_its_own_matter()
    {
        var rig = new AdmissionRig();
        using var caller = new CancellationTokenSource();
        var waiting = rig.AcquireAsync(caller.Token);
        rig.Pass();
        var result = await waiting;
        await caller.CancelAsync();
        Assert.Equal(1, rig.Snapshot.InFlight);
        Assert.Equal(ReleaseResult.Released, rig.Admission.Release(result.Lease, Good));
    }

    [Fact]
    public async Task A_caller_that_is_cancelled_already_takes_nothing()
    {
        var rig = new AdmissionRig();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await rig.AcquireAsync(new CancellationToken(canceled: true)));
        rig.Pass();
        Assert.Equal(0, rig.Link.Exchanges);
    }

    [Fact]
    public async Task A_wait_ends_at_its_deadline()
    {
        var rig = new AdmissionRig(cap: 1);
        var held = rig.WantAsync();
        rig.Pass();
        Assert.True((await held).Granted);
        var waiting = rig.Admission.AcquireAsync(AdmissionRig.Ask(TimeSpan.FromSeconds(3)), CancellationToken.None);
        rig.Pass(2.99);
        Assert.False(waiting.IsCompleted);
        rig.Pass(0.01);
        var result = await waiting;
        Assert.Equal((DenialReason.QueueTimeout, TimeSpan.FromSeconds(3)), (result.Denial!.Reason, result.Waited));
    }

    [Fact]
    public async Task An_idle_process_sends_nothing_and_waits_for_nothing()
    {
        var rig = new AdmissionRig();
        var waiting = rig.WantAsync();
        rig.Pass();
        rig.Admission.Release((await waiting).Lease, Good);
        rig.Pass(120);
        Assert.Equal((0, 0), (rig.Snapshot.Share, rig.Link.View.Outstanding));
        var exchanges = rig.Link.Exchanges;
        Assert.InRange(exchanges, 2, 5);
        rig.Pass(36_000);
        Assert.Equal(exchanges, rig.Link.Exchanges);
    }

    [Fact]
    public async Task A_lost_exchange_is_tried_again_after_a_pause()
    {
        var rig = new AdmissionRig();
        rig.Link.Before = static () => throw new InvalidOperationException("no way there");
        var waiting = rig.WantAsync();
        rig.Pass(0);
        Assert.Equal(1, rig.Link.Exchanges);
        rig.Link.Before = null;
        rig.Pass(0.061);
        Assert.True((await waiting).Granted);
        Assert.Equal(2, rig.Link.Exchanges);
    }

    [Fact]
    public async Task A_ledger_that_never_answers_is_given_up_and_only_one_report_is_out()
    {
        var rig = new AdmissionRig();
        var never = new TaskCompletionSource();
        rig.Link.Before = () => never.Task;
        var waiting = rig.WantAsync();
        rig.Pass(4.9);
        Assert.Equal(1, rig.Link.Exchanges);
        rig.Link.Before = null;
        rig.Pass(0.2);
        Assert.True((await waiting).Granted);
        never.SetResult();
        Assert.Equal(1, rig.Snapshot.InFlight);
    }

    [Fact]
    public async Task Subscribers_hear_when_more_may_run_and_not_after_they_left()
    {
        var rig = new AdmissionRig();
        var heard = new List<ResourceKey>();
        var subscription = rig.Admission.Subscribe(heard.Add);
        rig.Admission.Demand(AdmissionRig.Chat, 5);
        rig.Pass();
        Assert.Contains(AdmissionRig.Chat, heard);
        Assert.Equal(5, rig.Admission.Runnable(AdmissionRig.Chat).Free);
        var lease = (await rig.WantAsync()).Lease;
        heard.Clear();
        rig.Admission.Release(lease, Good);
        Assert.Equal([AdmissionRig.Chat], heard);
        subscription.Dispose();
        lease = (await rig.WantAsync()).Lease;
        rig.Admission.Release(lease, Good);
        Assert.Single(heard);
    }

    [Fact]
    public async Task A_block_ends_at_its_instant_and_tells_subscribers()
    {
        var rig = new AdmissionRig();
        var waiting = rig.WantAsync();
        rig.Pass();
        var heard = 0;
        using var subscription = rig.Admission.Subscribe(_ => heard++);
        rig.Admission.Demand(AdmissionRig.Chat, 4);
        rig.Admission.Release((await waiting).Lease, ReleaseReport.RateLimited(TimeSpan.FromSeconds(5)));
        rig.Pass(4.9);
        Assert.Equal(0, rig.Admission.Runnable(AdmissionRig.Chat).Permits);
        heard = 0;
        rig.Pass(0.1);
        Assert.NotEqual(0, heard);
        Assert.InRange(rig.Admission.Runnable(AdmissionRig.Chat).Permits, 1, 6);
    }

    [Fact]
    public async Task Closing_refuses_waiters_and_returns_the_share()
    {
        var rig = new AdmissionRig(cap: 1);
        var held = rig.WantAsync();
        rig.Pass();
        rig.Admission.Release((await held).Lease, Good);
        var lease = (await rig.WantAsync()).Lease;
        var waiting = rig.WantAsync();
        var closing = rig.Admission.CloseAsync(TestContext.Current.CancellationToken);
        Assert.Equal(DenialReason.Shutdown, (await waiting).Denial!.Reason);
        await closing;
        Assert.Equal(DenialReason.Shutdown, (await rig.WantAsync()).Denial!.Reason);
        Assert.Equal(1, rig.Link.View.Outstanding);
        Assert.Equal(ReleaseResult.Released, rig.Admission.Release(lease, Good));
        rig.Pass(31);
        Assert.Equal(0, rig.Link.View.Outstanding);
    }

    [Fact]
    public async Task Exchanges_do_not_carry_the_callers_context()
    {
        var rig = new AdmissionRig();
        var context = new AsyncLocal<string?>();
        string? seen = null;
        rig.Link.Before = () =>
        {
            seen = context.Value;
            return Task.CompletedTask;
        };
        context.Value = "caller";
        var waiting = rig.WantAsync();
        context.Value = null;
        rig.Pass();
        Assert.True((await waiting).Granted);
        Assert.Null(seen);
    }

    [Fact]
    public async Task A_notice_reaches_the_agent_of_its_endpoint()
    {
        var rig = new AdmissionRig();
        rig.Admission.Demand(AdmissionRig.Chat, 8);
        rig.Pass();
        rig.Link.Noticed!(new EndpointKey("p", "other"), new LedgerNotice(1, Domain.Chat, LedgerNoticeKind.Cut, 0, 1, 9, 0));
        Assert.Equal(8, rig.Snapshot.Share);
        rig.Link.Noticed(new EndpointKey("p", "m"), new LedgerNotice(1, Domain.Chat, LedgerNoticeKind.Cut, 2, 3, 9, 0));
        Assert.Equal((2, 3), (rig.Snapshot.Share, rig.Snapshot.Limit));
        Assert.True((await rig.WantAsync()).Granted);
    }

    [Fact]
    public void What_nobody_registered_is_refused()
    {
        var rig = new AdmissionRig();
        var other = new ResourceKey("p", "unknown", Domain.Chat);
        Assert.Equal(DenialReason.HardPolicyDenial, rig.Admission.TryAcquire(new AdmissionRequest(other, "t")).Denial!.Reason);
        Assert.Null(rig.Admission.Snapshot(other));
        Assert.Equal(new RunnableCapacity(0, 0, null, GateState.Open), rig.Admission.Runnable(other));
        rig.Admission.Unregister("p", "unknown", "alias");
    }

    [Fact]
    public async Task Many_threads_never_hold_more_than_the_cap_and_leave_nothing_behind()
    {
        const int Cap = 16;
        var admission = AdmissionRig.Make(new LocalLedgerLink(TimeProvider.System), TimeProvider.System);
        admission.Register(AdmissionRig.Chat, "alias", Cap);
        var held = 0;
        var most = 0;
        var cancelled = 0;
        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(
            async () =>
            {
                var random = new Random(i);
                for (var n = 0; n < 500; n++)
                {
                    using var caller = new CancellationTokenSource();
                    var pending = admission.AcquireAsync(AdmissionRig.Ask(), caller.Token);
                    var cancelling = random.Next(4) == 0 ? caller.CancelAsync() : Task.CompletedTask;
                    try
                    {
                        var result = await pending;
                        Assert.True(result.Granted);
                        InterlockedMost(ref most, Interlocked.Increment(ref held));
                        await Task.Yield();
                        Interlocked.Decrement(ref held);
                        Assert.Equal(ReleaseResult.Released, admission.Release(result.Lease, Good));
                    }
                    catch (OperationCanceledException)
                    {
                        Interlocked.Increment(ref cancelled);
                    }

                    await cancelling;
                }
            },
            TestContext.Current.CancellationToken)));
        var snapshot = admission.Snapshot(AdmissionRig.Chat)!;
        Assert.InRange(most, 1, Cap);
        Assert.NotEqual(0, cancelled);
        Assert.Equal((0, 0, new LeakDiagnostics()), (snapshot.InFlight, snapshot.Waiters.Sum(), snapshot.Leaks));
        Assert.Equal(snapshot.Acquired, snapshot.Released);
    }

    private static void InterlockedMost(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen;)
        {
            var was = Interlocked.CompareExchange(ref most, value, seen);
            if (was == seen)
            {
                return;
            }

            seen = was;
        }
    }
}
