namespace Granary.SocketLoops;

/// <summary>Which backend really carries the connections, which one was asked for, and why they differ. Immutable.</summary>
/// <param name="Requested">Name from the options.</param>
/// <param name="InUse">Name of the backend in use.</param>
/// <param name="Reason">Why that one, as a sentence for an operator.</param>
/// <param name="IsFall">The one asked for by name could not be had.</param>
public sealed record LoopBackendReport(string Requested, string InUse, string Reason, bool IsFall);
