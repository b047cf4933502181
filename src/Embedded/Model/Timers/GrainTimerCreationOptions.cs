using System.Diagnostics.CodeAnalysis;

namespace Granary.Embedded;

/// <summary>When and how a timer runs.</summary>
public readonly struct GrainTimerCreationOptions
{
    /// <summary>For initializers.</summary>
    public GrainTimerCreationOptions()
    {
    }

    /// <summary>With its times.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>First tick from now; infinite: not started; zero: at once.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of a tick to the next; infinite: one tick only.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Ticks may interleave with calls and with each other's awaits. Off: a tick waits its turn like a call.</summary>
    public bool Interleave { get; init; }

    /// <summary>Ticks keep the activation from being collected as idle.</summary>
    public bool KeepAlive { get; init; }
}
