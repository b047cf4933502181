namespace Granary.Admission;

/// <summary>Releases that gave nothing back, and leases nobody released, since the agent was born. Anything but zero is somebody's bug.</summary>
/// <param name="WrongGeneration">Ids of another life.</param>
/// <param name="Stale">Changed or expired leases.</param>
/// <param name="Duplicate">Released again.</param>
/// <param name="Unknown">Ids never given or long forgotten.</param>
/// <param name="Expired">Leases taken back because nobody renewed them.</param>
public readonly record struct LeakDiagnostics(long WrongGeneration, long Stale, long Duplicate, long Unknown, long Expired);
