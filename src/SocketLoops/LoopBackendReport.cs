namespace Granary.SocketLoops;

/// <summary>Which backend really carries the connections, which one was asked for, and why they differ. Immutable.</summary>
/// <param name="Requested">Name from the options.</param>
/// <param name="InUse">Name of the backend in use.</param>
/// <param name="Reason">Why that one, as a sentence for an operator.</param>
public sealed record LoopBackendReport(string Requested, string InUse, string Reason)
{
    /// <summary>The choice for a backend by name; the name is valid.</summary>
    internal static LoopBackendReport For(string requested) => requested == LoopBackends.Sockets
        ? new LoopBackendReport(requested, LoopBackends.Sockets, "it was asked for by name.")
        : new LoopBackendReport(requested, LoopBackends.Sockets, "this release has no other backend.");
}
