namespace Granary.Journal.Requests;

/// <summary>How a run of an entry ended, live or replayed.</summary>
/// <param name="Kind">The kind of end.</param>
/// <param name="Status">Status of the answer, if there was one.</param>
/// <param name="Reason">Of a failure: what failed. Of a dead letter: one of <see cref="DeadLetterReasons"/>.</param>
/// <param name="Until">Of a deferral: when to look again.</param>
/// <param name="Answer">Of a completion: where the answer was put.</param>
public readonly record struct AttemptOutcome(
    AttemptOutcomeKind Kind, int? Status = null, string? Reason = null, DateTimeOffset? Until = null, AnswerPlace Answer = AnswerPlace.None)
{
    /// <summary>Answered for good.</summary>
    public static AttemptOutcome Completed(int status, AnswerPlace answer) => new(AttemptOutcomeKind.Completed, status, Answer: answer);

    /// <summary>Failed; another attempt may help.</summary>
    public static AttemptOutcome Failed(string reason, int? status = null) => new(AttemptOutcomeKind.Failed, status, reason);

    /// <summary>Need not run.</summary>
    public static AttemptOutcome Skipped { get; } = new(AttemptOutcomeKind.Skipped);

    /// <summary>Later, and this was no attempt.</summary>
    public static AttemptOutcome Deferred(DateTimeOffset until) => new(AttemptOutcomeKind.Deferred, Until: until);

    /// <summary>Only an operator can help.</summary>
    public static AttemptOutcome DeadLetter(string reason) => new(AttemptOutcomeKind.DeadLetter, Reason: reason);
}
