namespace Granary.Cli.Server;

/// <summary>Cells by state.</summary>
internal sealed record RunStatusCells(long Done, long InFlight, long Queued, long Deferred, long Skipped, long Failed);
