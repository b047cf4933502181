namespace Granary.Cli.Server;

/// <summary>Rows by fate.</summary>
internal sealed record RunStatusRows(long Asked, long Sealed, long Dropped, long Surplus, long Open);
