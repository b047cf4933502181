namespace Granary.GrainRuntime.Tests.Timers;

/// <summary>Ticks are noted at the gate of the key.</summary>
public interface IReminderGrain : IGrainWithStringKey
{
    Task RegisterAsync(string name, TimeSpan due, TimeSpan period);

    Task UnregisterAsync(string name);

    Task<bool> HasAsync(string name);

    Task<string[]> AllAsync();

    Task LeaveAsync();
}
