namespace Granary.Cli.Server;

/// <summary>Progress of one column.</summary>
internal sealed record RunStatusColumn(string Name, string Kind, long Done, long InFlight, long Deferred, long Failed, long Skipped, double P50Ms);
