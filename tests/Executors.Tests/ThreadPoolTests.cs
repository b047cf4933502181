using Granary.Abstractions.Executors;

namespace Granary.Executors.Tests;

public sealed class ThreadPoolTests : ExecutorPoolSuite
{
    protected override ExecutorKind Kind => ExecutorKind.Thread;

    protected override IEnumerable<(string Key, string Value)> KindSettings => [("Kind", "thread")];

    [Fact]
    public async Task Pool_is_unhealthy_while_abandoned_work_holds_all_it_may_and_recovers_by_itself()
    {
        var pool = await PoolAsync(lanes: 1, ("Grace", "00:00:00.05"));
        var first = await GiveUpAsync(pool);

        // Its thread was abandoned, which is all that one worker allows; the second one keeps the lane.
        await Eventually.TrueAsync(() => pool.Snapshot().Abandoned == 1);
        var second = await GiveUpAsync(pool);
        await Eventually.TrueAsync(() => pool.Snapshot().State == ExecutorPoolState.Unhealthy);
        var refused = await Run(pool, "echo", 1);
        Assert.Equal((ExecutorStatus.Rejected, TaskFailureCodes.Unhealthy), (refused.Status, refused.Failure!.Code));
        first.LetGo();
        await Eventually.TrueAsync(() => pool.Snapshot().State == ExecutorPoolState.Ready);
        Assert.Equal(1, (await Run(pool, "echo", 1)).Value.GetInt32());
        second.LetGo();
        await Eventually.TrueAsync(() => pool.Snapshot().Abandoned == 0);
    }

    private async Task<HeldTask> GiveUpAsync(IExecutorPool pool)
    {
        var held = Hold();
        using var source = new CancellationTokenSource();
        var running = RunHeld(pool, held, cancellation: source.Token);
        await held.Started.WaitAsync(Patience, Token);
        await source.CancelAsync();
        await running;
        return held;
    }
}
