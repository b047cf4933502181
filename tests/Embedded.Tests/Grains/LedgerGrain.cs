using System.Collections.Immutable;

namespace Granary.Embedded.Tests.Grains;

public sealed class LedgerGrain(
    [PersistentState("ledger")] IPersistentState<LedgerState> ledger, LedgerWitness witness) : Grain, ILedgerGrain, IRemindable
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        witness.Saw($"activated {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        witness.Saw($"deactivated {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public async Task<int> AddAsync(int amount)
    {
        var before = ledger.State.Amounts.IsDefault ? [] : ledger.State.Amounts;
        ledger.State = ledger.State.Changed() with
        {
            Total = ledger.State.Total + amount,
            Amounts = before.Add(amount),
            Days = ledger.State.Days.SetItem($"day{before.Length}", DayOfWeek.Friday),
        };
        await ledger.WriteStateAsync();
        return ledger.State.Total;
    }

    public Task<int> TotalAsync()
    {
        var state = ledger.State;
        Assert.Equal(state.Total, state.Amounts.IsDefault ? 0 : state.Amounts.Sum());
        Assert.Equal(state.Changes, state.Days.Count);
        return Task.FromResult(state.Total);
    }

    public Task RemindAsync(TimeSpan due, TimeSpan period) => this.RegisterOrUpdateReminder("tick", due, period);

    public async Task<bool> HasReminderAsync() => await this.GetReminder("tick") is not null;

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        witness.Saw($"reminded {this.GetPrimaryKeyString()} {reminderName} {status.CurrentTickTime:HH:mm:ss}");
        return Task.CompletedTask;
    }
}
