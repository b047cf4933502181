namespace Granary.SocketLoops.Loops;

/// <summary>What became of a post or a scheduled task.</summary>
public enum PostOutcome
{
    /// <summary>It will run exactly once, on the loop.</summary>
    Accepted,

    /// <summary>Every place is taken; it will never run. Label <c>loop_overloaded</c>.</summary>
    Overloaded,

    /// <summary>The loop has stopped; it will never run. Label <c>loop_stopped</c>.</summary>
    Stopped,
}
