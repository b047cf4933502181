namespace Granary.Embedded.Simulation;

/// <summary>A message between nodes, for choosing which ones a fault hits.</summary>
/// <param name="From">Name of the silo or client.</param>
/// <param name="To">Name of the silo or client.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Target">The called grain or observer, also of answers.</param>
/// <param name="Method">Name of the called method, also of answers.</param>
public sealed record SimulatedMessage(string From, string To, MessageKind Kind, GrainId Target, string Method);
