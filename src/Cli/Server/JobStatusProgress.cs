namespace Granary.Cli.Server;

/// <summary>What a handler said of its progress.</summary>
internal sealed record JobStatusProgress(double? Percent, string? Message);
