namespace Granary.Cli.Server;

/// <summary>Money: so far, expected in the end, and in which currency.</summary>
internal sealed record RunStatusCost(decimal Amount, decimal? Expected, string Currency);
