namespace Granary.SocketLoops.Loops;

/// <summary>A loop did not take what it was given. <see cref="Code"/> is <c>loop_overloaded</c> or <c>loop_stopped</c>.</summary>
public sealed class LoopRefusedException(PostOutcome outcome, int loop) : InvalidOperationException(outcome == PostOutcome.Stopped
    ? $"Loop {loop} has stopped."
    : $"Every place of loop {loop} is taken (Loops:PostCapacity).")
{
    /// <summary>Why, as a constant.</summary>
    public string Code { get; } = Label(outcome);

    /// <summary>The constant for an outcome that is a refusal.</summary>
    public static string Label(PostOutcome outcome) => outcome switch
    {
        PostOutcome.Overloaded => "loop_overloaded",
        PostOutcome.Stopped => "loop_stopped",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "This is no refusal."),
    };
}
