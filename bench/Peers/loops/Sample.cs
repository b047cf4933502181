namespace Granary.Peers.Loops;

/// <summary>One measured stretch of one server.</summary>
internal readonly record struct Sample(double PerSecond, double CpuMicroseconds, double P50, double P99, long Failed);
