namespace Granary.Cli.Server;

/// <summary>Speed over the last half minute.</summary>
internal sealed record RunStatusRate(double RowsPerSecond, double CellsPerSecond);
