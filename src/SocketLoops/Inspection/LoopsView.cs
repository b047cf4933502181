namespace Granary.SocketLoops.Inspection;

/// <summary>Everything about the loops of this process. Immutable.</summary>
/// <param name="Requested">Backend asked for.</param>
/// <param name="InUse">Backend in use.</param>
/// <param name="Reason">Why that one.</param>
/// <param name="Cpus">CPUs that the process may use.</param>
/// <param name="Settings">Settings in force, defaults shown.</param>
/// <param name="Loops">Every loop.</param>
/// <param name="Listeners">Every bound endpoint.</param>
/// <param name="Stalls">The last stalls, oldest first.</param>
/// <param name="Connections">Connections, if asked for.</param>
public sealed record LoopsView(
    string Requested,
    string InUse,
    string Reason,
    IReadOnlyList<int> Cpus,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyList<LoopView> Loops,
    IReadOnlyList<ListenerView> Listeners,
    IReadOnlyList<StallRecord> Stalls,
    IReadOnlyList<ConnectionView>? Connections);
