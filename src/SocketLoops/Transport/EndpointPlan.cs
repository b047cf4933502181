namespace Granary.SocketLoops.Transport;

/// <summary>What the options say of one address.</summary>
/// <param name="Name">Name in <c>Loops:Endpoints</c>; null if it stands in none.</param>
/// <param name="Report">Its backend.</param>
/// <param name="Inline">Its handlers run on the loops.</param>
/// <param name="HangUpAborts">A client that ends its output while an answer is due counts as gone.</param>
internal sealed record EndpointPlan(string? Name, LoopBackendReport Report, bool Inline, bool HangUpAborts);
