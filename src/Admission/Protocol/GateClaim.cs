namespace Granary.Admission.Protocol;

/// <summary>What an agent says of the gate of one domain; evidence comes with its samples.</summary>
/// <param name="ProbeRound">The probe it was given; 0: none.</param>
/// <param name="Probe">What became of it; repeated until a report that says so is answered.</param>
public readonly record struct GateClaim(long ProbeRound, ProbeResult Probe);
