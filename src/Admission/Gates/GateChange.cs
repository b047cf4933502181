namespace Granary.Admission.Gates;

/// <summary>A gate changed.</summary>
/// <param name="From">State before.</param>
/// <param name="To">State after.</param>
/// <param name="Cause">Why.</param>
/// <param name="For">Seconds until the next probe; 0 when open or probing.</param>
public readonly record struct GateChange(GateState From, GateState To, GateCause Cause, double For);
