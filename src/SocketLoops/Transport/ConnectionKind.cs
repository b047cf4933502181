using System.Net;

namespace Granary.SocketLoops.Transport;

/// <summary>What the connections of one endpoint have in common.</summary>
/// <param name="Endpoint">Its name, or its address where it has none.</param>
/// <param name="Address">An address of its family.</param>
/// <param name="IsServer">Accepted here; false for outbound.</param>
/// <param name="Inline">The application's code runs on the loop.</param>
/// <param name="HangUpAborts">A client that ends its output while an answer is due counts as gone.</param>
/// <param name="Stalled">Hears that a connection of this endpoint stalled its loop.</param>
internal sealed record ConnectionKind(string Endpoint, EndPoint Address, bool IsServer, bool Inline, bool HangUpAborts, Action? Stalled);
