namespace Granary.Admission.Protocol;

/// <summary>The gate of one domain, the same for the whole cluster.</summary>
/// <param name="State">Whether calls may go out.</param>
/// <param name="For">Seconds until the next probe may be asked for; 0 when open or probing.</param>
/// <param name="ProbeRound">
/// This agent has the cluster's one probe: one call, a permit beside its share, whatever stands in the way but a drain. 0: it has not.
/// </param>
public readonly record struct GateGrant(GateState State, double For, long ProbeRound)
{
    /// <summary>Calls go out.</summary>
    public static GateGrant Open { get; } = new(GateState.Open, 0, 0);
}
