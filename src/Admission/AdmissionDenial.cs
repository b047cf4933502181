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
    int? Position);
