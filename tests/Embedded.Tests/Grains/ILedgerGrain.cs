namespace Granary.Embedded.Tests.Grains;

[Alias("tests.ILedgerGrain")]
public interface ILedgerGrain : IGrainWithStringKey
{
    [Alias("add")]
    Task<int> AddAsync(int amount);

    [Alias("total")]
    Task<int> TotalAsync();

    [Alias("remind")]
    Task RemindAsync(TimeSpan due, TimeSpan period);

    [Alias("remindHow")]
    Task<bool> HasReminderAsync();

    [Alias("leave")]
    Task LeaveAsync();
}
