namespace Granary.Cli.Server;

/// <summary>When it should end.</summary>
internal sealed record RunStatusEta(DateTimeOffset? At, string Basis);
