namespace Granary.Scheduling.Dispatch.Commands;

/// <summary>The instant asked for by <see cref="DispatchEffects.WakeAt"/> has come, or somebody wants to be sure.</summary>
public sealed record TickCommand : DispatchCommand
{
    /// <summary>The only one needed.</summary>
    public static TickCommand Instance { get; } = new();
}
