namespace Granary.Abstractions.Models;

/// <summary>Why no permit was given.</summary>
/// <param name="Reason">snake_case reason of a denial: <c>no_capacity</c>, <c>cooldown</c>, <c>queue_timeout</c>, <c>queue_full</c>, <c>outage</c>, <c>hard_policy_denial</c>, <c>shutdown</c>.</param>
/// <param name="Binding">Which number bound: <c>limit</c>, <c>cap</c>, <c>share</c>, <c>aggregate</c>, <c>opening</c> …; null where none did.</param>
/// <param name="Detail">One sentence: what bound, since and until when.</param>
/// <param name="RetryAfter">Exact or estimated time until another try is useful; null when never or unknown.</param>
/// <param name="Position">Waiters that would have been served first, at the moment of the refusal.</param>
/// <param name="BlockedBy">For <c>queue_timeout</c>: the reason of what stood in the way last; else the reason itself.</param>
/// <param name="CallerDeadline">For <c>queue_timeout</c>: it was the caller's own deadline, not the bound of the wait.</param>
public sealed record AdmissionRefusal(
    string Reason, string? Binding, string Detail, TimeSpan? RetryAfter, int? Position, string? BlockedBy = null, bool CallerDeadline = false);
