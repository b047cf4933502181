namespace Granary.Cli.Server;

/// <summary>What holds ready work back.</summary>
internal sealed record RunStatusLimit(string Layer, string? Alias, double Share);
