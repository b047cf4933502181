namespace Granary.SocketLoops.Inspection;

/// <summary>Share of time that a loop did not wait, 0 to 1.</summary>
/// <param name="Last1">Over the last second.</param>
/// <param name="Last10">Over the last 10 s.</param>
/// <param name="Last60">Over the last minute.</param>
public readonly record struct BusyShare(double Last1, double Last10, double Last60);
