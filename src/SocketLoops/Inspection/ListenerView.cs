namespace Granary.SocketLoops.Inspection;

/// <summary>One bound endpoint. Immutable.</summary>
/// <param name="Name">Name, or address where it has none.</param>
/// <param name="Address">Address.</param>
/// <param name="Backend">Backend in use.</param>
/// <param name="Inline">New connections run inline.</param>
/// <param name="Accepted">Connections taken.</param>
/// <param name="Refused">Connections closed because of the cap.</param>
/// <param name="Paused">Accepting pauses now.</param>
public sealed record ListenerView(string Name, string Address, string Backend, bool Inline, long Accepted, long Refused, bool Paused);
