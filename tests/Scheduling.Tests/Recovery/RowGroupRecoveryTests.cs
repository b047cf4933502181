using Granary.Scheduling.Recovery;
using Granary.Scheduling.RowGroups;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Tests.Recovery;

public sealed class RowGroupRecoveryTests
{
    private static readonly TaskFailure _retryable = new(Retryable: true);
    private static readonly TaskFailure _preserved = new(Retryable: true, Preserved: true);
    private static readonly TaskFailure _final = new(Retryable: false);
    private readonly RowGroupRecovery _recovery = new(1);

    [Fact]
    public void Row_with_three_queue_timeouts_and_one_round_is_kept_after_exactly_four_calls()
    {
        var calls = 0;
        var now = 0.0;
        for (var timeouts = 3; timeouts > 0; timeouts--)
        {
            calls++;
            Assert.Equal(RecoveryKind.Preserved, _recovery.Failed(Cell(0), _preserved, false, now).Kind);
            Assert.Empty(_recovery.Due(now + 0.049));
            now += 0.05;
            Assert.Equal([Cell(0)], _recovery.Due(now));
        }

        calls++;
        _recovery.Succeeded(Cell(0));

        Assert.Equal(4, calls);
        Assert.Equal((0, 0, null), (_recovery.Deferred, _recovery.Preserved, _recovery.NextReentry));
    }

    [Fact]
    public void Rate_limited_row_is_kept_and_the_one_that_keeps_failing_is_dropped()
    {
        for (var limits = 3; limits > 0; limits--)
        {
            Assert.Equal(RecoveryKind.Preserved, _recovery.Failed(Cell(0), _preserved, false, 0).Kind);
            Assert.Equal([Cell(0)], _recovery.Due(1));
        }

        Assert.Equal(RecoveryKind.Deferred, _recovery.Failed(Cell(1), _retryable, false, 0).Kind);
        Assert.Equal([new SalvagedTask(Cell(1), 1, false)], _recovery.Salvage(1).Redispatched);
        Assert.Equal(new RecoveryDecision(RecoveryKind.DropRow, Exhausted: true), _recovery.Failed(Cell(1), _retryable, false, 0));
    }

    [Fact]
    public void Deferred_tasks_wait_until_nothing_of_the_group_is_in_flight()
    {
        _recovery.Failed(Cell(0), _retryable, false, 0);

        Assert.False(_recovery.IsStalled(inFlight: 1));
        Assert.True(_recovery.IsStalled(inFlight: 0));
        Assert.Null(_recovery.NextReentry);
        _recovery.Salvage(1);
        Assert.False(_recovery.IsStalled(inFlight: 0));
    }

    [Fact]
    public void Preserved_failures_use_up_no_round()
    {
        _recovery.Failed(Cell(0), _retryable, false, 0);
        _recovery.Salvage(1);
        _recovery.Failed(Cell(0), _preserved, false, 0);
        _recovery.Due(1);

        Assert.True(_recovery.Failed(Cell(0), _retryable, false, 0).Exhausted);
    }

    [Fact]
    public void Final_failure_drops_the_row_or_the_group_at_once()
    {
        Assert.Equal(new RecoveryDecision(RecoveryKind.DropRow), _recovery.Failed(Cell(0), _final, false, 0));
        Assert.Equal(new RecoveryDecision(RecoveryKind.DropGroup), _recovery.Failed(new ReadyTask(TaskType.Batch, 2, -1), _final, true, 0));
    }

    [Fact]
    public void Cooldown_is_respected_and_a_change_of_capacity_wakes_earlier()
    {
        var decision = _recovery.Failed(Cell(0, column: 1), _preserved with { RetryAfter = TimeSpan.FromSeconds(30) }, false, 100);
        _recovery.Failed(Cell(1, column: 2), _preserved with { RetryAfter = TimeSpan.FromSeconds(40) }, false, 100);
        Assert.Equal((130.0, 130.0), (decision.ReenterAt, _recovery.NextReentry));

        Assert.Equal([Cell(1, column: 2)], _recovery.Wake(task => task.Column == 2));
        Assert.Equal([Cell(0, column: 1)], _recovery.Due(130));
    }

    [Fact]
    public void Preserved_cycles_are_worth_a_line_at_first_and_then_every_tenth()
    {
        var logged = new List<int>();
        for (var cycle = 1; cycle <= 31; cycle++)
        {
            if (_recovery.Failed(Cell(0), _preserved, false, cycle).Log)
                logged.Add(cycle);

            _recovery.Due(cycle + 1);
        }

        Assert.Equal([1, 11, 21, 31], logged);
    }

    [Fact]
    public void What_the_budget_does_not_cover_is_given_up()
    {
        foreach (var row in new[] { 2, 0, 1 })
        {
            _recovery.Failed(Cell(row), _retryable, false, 0);
        }

        var salvage = _recovery.Salvage(granted: 2);

        Assert.Equal([Cell(0), Cell(1)], salvage.Redispatched.Select(task => task.Task));
        Assert.Equal([Cell(2)], salvage.OverBudget.Select(task => task.Task));
        Assert.Equal(0, _recovery.Deferred);
    }

    [Fact]
    public void Dropped_row_and_closed_group_purge_what_is_set_aside()
    {
        _recovery.Failed(Cell(0), _retryable, false, 0);
        _recovery.Failed(Cell(0, column: 1), _preserved, false, 0);
        _recovery.Failed(Cell(1), _retryable, false, 0);

        _recovery.DropRow(0);
        Assert.Equal((1, 0), (_recovery.Deferred, _recovery.Preserved));
        _recovery.Clear();
        Assert.Equal((0, 0), (_recovery.Deferred, _recovery.Preserved));
        Assert.Empty(_recovery.Salvage(5).Redispatched);
    }

    [Fact]
    public void Task_set_aside_cannot_fail()
    {
        _recovery.Failed(Cell(0), _retryable, false, 0);

        Assert.Throws<InvalidOperationException>(() => _recovery.Failed(Cell(0), _retryable, false, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RowGroupRecovery(0));
    }

    private static ReadyTask Cell(int row, int column = 0) => new(TaskType.Cell, column, row);
}
