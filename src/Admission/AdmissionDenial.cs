namespace Granary.Admission;

/// <summary>Why no permit was given, and until when. A value that can be expected, not an error.</summary>
/// <param name="Reason">Closed set.</param>
/// <param name="Binding">Which number bound.</param>
/// <param name="Detail">One sentence for people, with the numbers.</param>
/// <param name="BlockedBy">For <see cref="DenialReason.QueueTimeout"/>: what stood in the way last; else the reason itself.</param>
/// <param name="RetryAfter">Time until another try is useful, exact; null when never or unknown.</param>
/// <param name="Position">Waiters of the same or a more urgent band at that moment; null when nobody looked.</param>
public sealed record AdmissionDenial(
    DenialReason Reason,
    DenialBinding Binding,
    string Detail,
    DenialReason BlockedBy,
    TimeSpan? RetryAfter,
    int? Position)
{
    /// <summary>With <see cref="DenialReason.QueueTimeout"/>: it was the caller's own deadline, not the bound of the wait.</summary>
    public bool CallerDeadline { get; init; }

    /// <summary>How long what binds has bound already, where known.</summary>
    public TimeSpan? Since { get; init; }
}
