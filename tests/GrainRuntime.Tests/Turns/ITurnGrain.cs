namespace Granary.GrainRuntime.Tests.Turns;

/// <summary>Notes go to the gate of the grain's key.</summary>
public interface ITurnGrain : IGrainWithStringKey
{
    Task NoteAsync(string what);

    /// <summary>Notes, waits at the gate, notes.</summary>
    Task HoldAsync(string gate, string what);

    [AlwaysInterleave]
    Task NoteAnywayAsync(string what);

    [ReadOnly]
    Task HoldReadingAsync(string gate, string what);

    [ReadOnly]
    Task NoteReadingAsync(string what);
}
