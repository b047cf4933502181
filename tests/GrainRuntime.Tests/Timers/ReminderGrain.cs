namespace Granary.GrainRuntime.Tests.Timers;

public sealed class ReminderGrain : Grain, IReminderGrain, IRemindable
{
    public Task RegisterAsync(string name, TimeSpan due, TimeSpan period) => this.RegisterOrUpdateReminder(name, due, period);

    public async Task UnregisterAsync(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public async Task<bool> HasAsync(string name) => await this.GetReminder(name) is not null;

    public async Task<string[]> AllAsync() => [.. (await this.GetReminders()).Select(r => r.ReminderName).Order(StringComparer.Ordinal)];

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Assert.True(status.CurrentTickTime >= status.FirstTickTime.AddMilliseconds(-50));
        Gate.Of(this.GetPrimaryKeyString()).Note(reminderName);
        return Task.CompletedTask;
    }
}
