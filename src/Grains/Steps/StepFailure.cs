namespace Granary.Grains.Steps;

/// <summary>Why a cell has no value.</summary>
/// <param name="Kind">One of <see cref="StepFailureKinds"/>, or the snake_case name of a model failure.</param>
/// <param name="Retryable">Another try may succeed.</param>
/// <param name="Preserved">It says nothing about the cell itself (rate limit, queue time-out, gate not open): trying again never exhausts the task.</param>
/// <param name="RetryAfter">Earliest useful moment for another try, counted from now, if known.</param>
/// <param name="Message">One sentence for an operator. Never a prompt or an answer.</param>
internal sealed record StepFailure(string Kind, bool Retryable, bool Preserved, TimeSpan? RetryAfter, string Message)
{
    /// <summary>A failure that another try would only repeat.</summary>
    public static StepFailure Permanent(string kind, string message) => new(kind, Retryable: false, Preserved: false, RetryAfter: null, message);
}
