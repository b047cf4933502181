namespace Granary.SocketLoops.Kernels;

/// <summary>What trying a backend has shown.</summary>
/// <param name="Available">It can be used.</param>
/// <param name="Reason">If not, why, as the end of a sentence for an operator; otherwise what was found.</param>
public readonly record struct LoopProbe(bool Available, string Reason);
