namespace Granary.GrainRuntime.Tests.Timers;

/// <summary>Ticks are noted at the gate of the key.</summary>
public interface ITimerGrain : IGrainWithStringKey
{
    Task StartAsync(TimeSpan due, TimeSpan period, bool interleave);

    Task ChangeAsync(TimeSpan due, TimeSpan period);

    Task StopAsync();

    /// <summary>Ticks wait at that gate.</summary>
    Task TicksWaitAtAsync(string gate);

    Task TicksFailAsync();

    /// <summary>In its own callback, the timer is set to tick no more.</summary>
    Task TicksChangeThemselvesAsync();

    Task HoldAsync(string gate);

    Task<bool> NegativeTimesAreRefusedAsync();

    Task LeaveAsync();

    /// <summary>The tokens of ticks that are cancelled by now.</summary>
    [AlwaysInterleave]
    Task<int> CancelledTicksAsync();
}
