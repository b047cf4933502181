namespace Granary.Cli.Server;

/// <summary>An alias and its endpoint.</summary>
internal sealed record AliasStatus(string Name, string Provider, string Model, int Cap, AliasState? State);
