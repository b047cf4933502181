namespace Granary.Admission;

/// <summary>When a request first asked, kept over its attempts: one that asks again stands where it stood.</summary>
/// <param name="Number">Order of arrival at the agent; 0: it has not asked yet.</param>
/// <param name="At">Monotonic seconds.</param>
public readonly record struct Arrival(long Number, double At);
