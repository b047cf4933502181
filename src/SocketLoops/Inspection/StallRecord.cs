namespace Granary.SocketLoops.Inspection;

/// <summary>A callback that kept its loop too long. Immutable.</summary>
/// <param name="Loop">Number of the loop.</param>
/// <param name="At">When it was seen, UTC.</param>
/// <param name="Duration">How long the callback ran, or had run when a stuck loop was seen.</param>
/// <param name="Operation">What the loop was doing.</param>
/// <param name="Endpoint">Endpoint of the connection; null outside of one.</param>
/// <param name="Connection">Its id; null outside of one.</param>
/// <param name="Continuations">The chain of state machines behind the callback, innermost first.</param>
/// <param name="Stack">The sampled stack of the thread while it was stuck, innermost first; empty if none was sampled.</param>
/// <param name="IsOver">False while the callback still ran.</param>
public sealed record StallRecord(
    int Loop,
    DateTimeOffset At,
    TimeSpan Duration,
    string Operation,
    string? Endpoint,
    string? Connection,
    IReadOnlyList<string> Continuations,
    IReadOnlyList<string> Stack,
    bool IsOver);
